/**
 * The page's only script, progressive enhancement: sorts tables, lights up one account in raster, graph and table,
 * opens all details for printing. It reads attributes and text of the page and makes no markup from them.
 */
export const ENHANCEMENT_SCRIPT: string = `(function(){"use strict";
var each=function(root,query,work){Array.prototype.forEach.call(root.querySelectorAll(query),work)};
each(document,"table[data-sort]",function(table){
  each(table,"thead th",function(head,column){
    var button=document.createElement("button");button.type="button";button.className="sort";
    while(head.firstChild)button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click",function(){
      var down=head.getAttribute("aria-sort")!=="descending";
      each(table,"thead th",function(other){other.removeAttribute("aria-sort")});
      head.setAttribute("aria-sort",down?"descending":"ascending");
      var body=table.tBodies[0];
      var value=function(row){var cell=row.cells[column];var raw=cell.getAttribute("data-v")||cell.textContent;var number=Number(raw);return raw!==""&&!isNaN(number)?number:raw};
      Array.prototype.slice.call(body.rows).map(function(row,at){return{row:row,at:at,value:value(row)}}).sort(function(a,b){
        var order=a.value<b.value?-1:a.value>b.value?1:0;return(down?-order:order)||a.at-b.at;
      }).forEach(function(one){body.appendChild(one.row)});
    });
  });
});
each(document,"article",function(article){
  var raster=article.querySelector("svg[data-rows]"),rows=[],box=null,note=null,lit="";
  if(raster){
    rows=JSON.parse(raster.getAttribute("data-rows"));
    var plot=raster.querySelector(".plot");
    box=document.createElementNS("http://www.w3.org/2000/svg","rect");box.setAttribute("class","lit-row");
    box.setAttribute("x",plot.getAttribute("x"));box.setAttribute("width",plot.getAttribute("width"));box.setAttribute("visibility","hidden");
    raster.appendChild(box);
    note=article.querySelector(".raster-note");
    var top=Number(plot.getAttribute("y")),height=Number(plot.getAttribute("height"))/rows.length;
    box.setAttribute("height",String(Math.max(3,height)));
    raster.addEventListener("pointermove",function(event){
      var frame=raster.getBoundingClientRect(),scale=raster.viewBox.baseVal.height/frame.height;
      var row=Math.floor(((event.clientY-frame.top)*scale-top)/height);
      light(row>=0&&row<rows.length?rows[row]:"");
    });
    raster.addEventListener("pointerleave",function(){light("")});
  }
  function light(account){
    if(account===lit)return;lit=account;
    each(article,"[data-a]",function(one){one.classList.toggle("lit",account!==""&&one.getAttribute("data-a")===account)});
    if(box){var row=account===""?-1:rows.indexOf(account);
      box.setAttribute("visibility",row<0?"hidden":"visible");if(row>=0)box.setAttribute("y",String(top+row*height));
      note.textContent=row<0?"":account}
  }
  article.addEventListener("pointerover",function(event){
    var one=event.target.closest?event.target.closest("[data-a]"):null;
    if(one)light(one.getAttribute("data-a"));else if(!raster||!raster.contains(event.target))light("");
  });
});
window.addEventListener("beforeprint",function(){each(document,"details",function(one){if(!one.open){one.open=true;one.setAttribute("data-closed","")}})});
window.addEventListener("afterprint",function(){each(document,"details[data-closed]",function(one){one.open=false;one.removeAttribute("data-closed")})});
})();`;
