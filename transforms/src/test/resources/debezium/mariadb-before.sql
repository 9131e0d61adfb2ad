DROP DATABASE IF EXISTS shop;
CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE TABLE shop.every_type (
  id int PRIMARY KEY, t1 tinyint, b1 boolean, i2 smallint, i3 mediumint, i4u int unsigned, i8 bigint, i8u bigint unsigned, n decimal(10,2),
  f float, db double, bi1 bit(1), bi12 bit(12), c char(4), v varchar(20), t text, bin binary(3), vb varbinary(8), bl blob, d date, ti time(0), ti6 time(6),
  dt3 datetime(3), dt6 datetime(6), ts timestamp(6) NULL, y year, e enum('a','b'), s set('x','y','z'), j json, g point);
INSERT INTO shop.every_type VALUES (1, -1, true, -2, 3, 4294967295, 9007199254740993, 9223372036854775807, 1234.50, 1.5, -2.25, b'1', b'101000000001', 'ab',
  'Zürich', 'line "quoted"', x'00ff10', x'0102', 'blob', '2024-02-29', '12:34:56', '23:59:59.123456', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789123',
  '2024-02-29 12:34:56.789123', 2024, 'b', 'x,z', '{"a": 1}', POINT(1.5, -2));
INSERT INTO shop.every_type (id) VALUES (2);
