INSERT INTO shop.every_type SELECT 3, t1, b1, i2, i3, i4u, i8, i8u, n, f, db, bi1, bi12, c, v, t, bin, vb, bl, d, ti, ti6, dt3, dt6, ts, y, e, s, j, g FROM shop.every_type WHERE id = 1;
UPDATE shop.every_type SET v = 'Genève', n = -0.05 WHERE id = 2;
UPDATE shop.every_type SET id = 10 WHERE id = 1;
DELETE FROM shop.every_type WHERE id = 10;
TRUNCATE shop.every_type;
INSERT INTO shop.every_type (id, v) VALUES (-1, 'last');
