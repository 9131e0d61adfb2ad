(function(){
"use strict";
var all=document.getElementById("all"),box=document.createElement("input");
box.id="find";box.type="search";box.placeholder="Filter";box.setAttribute("aria-label","Filter metrics");
all.insertBefore(box,all.children[1]);
box.addEventListener("input",function(){
var words=box.value.toLowerCase().split(/\s+/);
all.querySelectorAll(".group").forEach(function(group){
var shown=0;
group.querySelectorAll("details").forEach(function(row){
var text=(group.firstChild.textContent+" "+row.textContent).toLowerCase();
row.hidden=!words.every(function(word){return text.indexOf(word)>=0});
shown+=row.hidden?0:1;
});
group.hidden=!shown;
});
});
})();
