var Me=Object.defineProperty;var Wt=(t,e)=>{for(var n in e)Me(t,n,{get:e[n],enumerable:!0})};var _t={};Wt(_t,{body:()=>De,compute:()=>Kt,controls:()=>ae,describe:()=>Ke,numbers:()=>ts,python:()=>oe,questions:()=>Ze,slots:()=>Je});var st=class{constructor(e){this.text=e}toString(){return this.text}},He={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},G=t=>String(t).replace(/[&<>"']/g,e=>He[e]);function jt(t){return t instanceof st?t.text:Array.isArray(t)?t.map(jt).join(""):t==null||t===!1?"":G(t)}function u(t,...e){return new st(t.reduce((n,s,o)=>n+jt(e[o-1])+s))}function M(t,e=2){let n=t.toFixed(e);return(Number(n)===0?n.replace("-",""):n).replace("-","−")}var H=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function N(t,e,n=String(e)){return u`<span class="u-value" data-value="${t}" data-exact="${e}">${n}</span>`}var j=([t,e],n,s,o=1)=>({min:t,max:e,value:n,text:s,step:o,disabled:t>e});function nt(t,e,n,{min:s,max:o,value:r,text:a,step:i,disabled:c}){return u`<div class="u-range">
    <label for="${t}-${e}">${n}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${o}" step="${i}"
      value="${r}" style="--u-at:${Et(s,o,r)}" aria-valuetext="${a}"${c&&u` disabled`}>
  </div>`}var Et=(t,e,n)=>e>t?(n-t)/(e-t):0;function B(t,e,n,s,o){return u`<fieldset class="u-choice">
    <legend>${n}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>u`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(o)&&u` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function Ft(t,e,n){return u`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${n&&u` checked`}><span>${e}</span></label>`}function Lt(t,e,n){for(let s of t.querySelectorAll("[data-trait]")){let o=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(n[o]):s.type==="checkbox"?s.checked=n[o]:s.type==="number"?Ae(s,Te(n[o],s)):qe(t,s,e[o])}}var Te=(t,e)=>JSON.parse(e.dataset.at).reduce((n,s)=>n[s],t);function Ae(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function qe(t,e,{min:n,max:s,value:o,text:r,disabled:a}){e.value===String(o)&&e.max===String(s)&&e.getAttribute("aria-valuetext")===r||(e.min=n,e.max=s,e.value=o,e.disabled=a,e.style.setProperty("--u-at",Et(n,s,o)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function Pt(t,e){return t.type==="range"?Number(t.value):t.type==="number"?Rt(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="checkbox"?t.checked:t.value}var Rt=(t,[e,...n],s)=>t.with(e,n.length?Rt(t[e],n,s):s);function It(t){let{badInput:e,valueMissing:n,rangeUnderflow:s,rangeOverflow:o}=t.validity;if(!(e||n||s||o))return null;let r=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a number from ${t.min} to ${t.max}; there is ${r}.`.replaceAll("-","−")}function Bt(t,e){let n=e[0].length;return t.map(s=>{let o=Array(n).fill(0);for(let r=0;r<s.length;r++){let a=s[r],i=e[r];for(let c=0;c<n;c++)o[c]+=a*i[c]}return o})}function pt(t){return Array.from({length:t},(e,n)=>Array.from({length:t},(s,o)=>n===o?1:0))}function $t(t){let e=0;for(let a of t)for(let i=0;i<a.length;i++)e=Math.max(e,Math.abs(a[i]));if(e===0)return{matrix:t,exponent:0};let n=Math.floor(Math.log2(e)),s=Math.trunc(n/2),o=2**-s,r=2**(s-n);return{matrix:t.map(a=>a.map(i=>i*o*r)),exponent:n}}function Vt(t){let{matrix:e,exponent:n}=$t(t),{diagonal:s,below:o}=Xe(Oe(e)),r=Math.trunc(n/2);return Math.sqrt(Math.max(...Ne(s,o),0))*2**r*2**(n-r)}function Oe(t){let e=t[0].length,n=Array.from({length:e},()=>Array(e).fill(0));for(let s of t)for(let o=0;o<e;o++){let r=s[o],a=n[o];for(let i=0;i<=o;i++)a[i]+=r*s[i]}return n}function Xe(t){let e=t.length,n=Array(e).fill(0),s=Array(e).fill(0),o=Array(e).fill(0);for(let r=e-1;r>0;r--){let a=t[r];n[r]=a[r];let i=0;for(let l=0;l<r-1;l++)i=Math.max(i,Math.abs(a[l]));if(i===0){s[r-1]=a[r-1];continue}i=Math.max(i,Math.abs(a[r-1]));let c=0;for(let l=0;l<r;l++)a[l]/=i,c+=a[l]*a[l];let p=a[r-1]>0?-Math.sqrt(c):Math.sqrt(c);s[r-1]=i*p;let d=c-a[r-1]*p;a[r-1]-=p;let $=0;for(let l=0;l<r;l++){let g=0;for(let h=0;h<=l;h++)g+=t[l][h]*a[h];for(let h=l+1;h<r;h++)g+=t[h][l]*a[h];o[l]=g/d,$+=o[l]*a[l]}let m=$/(2*d);for(let l=0;l<r;l++)o[l]-=m*a[l];for(let l=0;l<r;l++){let g=t[l];for(let h=0;h<=l;h++)g[h]-=a[l]*o[h]+o[l]*a[h]}}return n[0]=t[0][0],{diagonal:n,below:s}}function Ne(t,e){let n=t.length,s=t,o=e,r=0;for(let i=0;i<n;i++)r=Math.max(r,Math.abs(s[i])+Math.abs(o[i]));let a=Number.EPSILON*r;for(let i=0;i<n;i++)for(let c=0;c<60;c++){let p=i;for(;p<n-1&&Math.abs(o[p])>a;)p+=1;if(p===i)break;let d=(s[i+1]-s[i])/(2*o[i]),$=s[p]-s[i]+o[i]/(d+Math.sign(d||1)*Math.sqrt(d*d+1)),m=1,l=1,g=0,h=p-1;for(;h>=i;h--){let f=m*o[h],y=l*o[h],w=Math.sqrt(f*f+$*$);if(o[h+1]=w,w===0){s[h+1]-=g,o[p]=0;break}m=f/w,l=$/w,$=s[h+1]-g;let k=(s[h]-$)*m+2*l*y;g=m*k,s[h+1]=$+g,$=l*k-y}h>=i||(s[i]-=g,o[i]=$,o[p]=0)}return s}var Ce=t=>1/(1+Math.exp(-t)),ft={tanh:{f:Math.tanh,slope:t=>1-t*t},relu:{f:t=>t>0?t:0,slope:t=>t>0?1:0},sigmoid:{f:Ce,slope:t=>t*(1-t)},linear:{f:t=>t,slope:()=>1}},ot=class{constructor({W_x:e,W_h:n,b:s,activation:o="tanh"}){Object.assign(this,{W_x:e,W_h:n,b:s,activation:o,features:e.length,units:n.length})}step(e,n){return this.forward([e],{initialState:n}).state}forward(e,{initialState:n=null,mask:s=null}={}){let{f:o}=ft[this.activation],r=n??F(this.units),a=[],i=[],c=r;for(let p=0;p<e.length;p++){let d=Fe(e[p],this.W_x,c,this.W_h,this.b);a.push(d),mt(s,p)&&(c=d.map(o)),i.push(c)}return{X:e,mask:s,H0:r,A:a,H:i,state:c}}backward(e,n,{truncate:s=null}={}){let{H:o}=e,{slope:r}=ft[this.activation];return je(this,e,We(this,e,n,null,s,(i,c,p)=>{for(let d=0;d<this.units;d++)p[d]=c.dH[d]*r(o[i][d]);c.dH=Jt(p,this.W_h)}))}jacobian({mask:e,H:n},s){if(!mt(e,s))return pt(this.units);let{slope:o}=ft[this.activation],r=n[s].map(o);return this.W_h.map(a=>a.map((i,c)=>i*r[c]))}log10JacobianNorms(e){let n=[0],s={matrix:pt(this.units),exponent:0},o=0;for(let r=e.X.length-1;r>=0;r--)s=$t(Bt(this.jacobian(e,r),s.matrix)),o+=s.exponent,n.push(o*Math.log10(2)+Math.log10(Vt(s.matrix)));return n}};function We(t,{X:e,mask:n},s,o,r,a){let i=e.length,c=Math.min(r??i,i),p=Array.isArray(s[0])?s:e.map((h,f)=>f===i-1?s:F(t.units)),d=Ut(i,t.W_h[0].length),$=()=>({dH:F(t.units),dC:o&&F(t.units)}),m=(h,f)=>{D(h.dH,p[f]),o&&f===i-1&&D(h.dC,o)},l=(h,f)=>{if(!mt(n,f))return;let y=F(d[f].length);a(f,h,y),D(d[f],y)};if(c===i){let h=$();for(let f=i-1;f>=0;f--)m(h,f),l(h,f);return{delta:d,dH0:h.dH,dC0:h.dC}}let g=$();for(let h=i-1;h>=0;h--){let f=$();if(m(f,h),!(zt(f.dH)&&(!o||zt(f.dC)))){for(let y=h;y>Math.max(h-c,-1);y--)l(f,y);h<c&&(D(g.dH,f.dH),o&&D(g.dC,f.dC))}}return{delta:d,dH0:g.dH,dC0:g.dC}}function je(t,{X:e,H0:n,H:s},{delta:o,dH0:r,dC0:a},i=null,c=null){return{dX:o.map(p=>Jt(p,t.W_x)),dW_x:Dt(e,o),dW_h:i??Dt(Ee(s,n),o),db:c??Le(o),dH0:r,dC0:a,delta:o}}var Ee=(t,e)=>[e,...t.slice(0,-1)],mt=(t,e)=>!t||t[e],zt=t=>t.every(e=>e===0);function Fe(t,e,n,s,o){let r=o.slice();return Gt(r,t,e),Gt(r,n,s),r}function Gt(t,e,n,s=0,o=t.length){for(let r=0;r<e.length;r++){let a=e[r],i=n[r];for(let c=s;c<o;c++)t[c]+=a*i[c]}}function Jt(t,e,n=0,s=t.length){let o=F(e.length);for(let r=0;r<e.length;r++){let a=e[r],i=0;for(let c=n;c<s;c++)i+=t[c]*a[c];o[r]=i}return o}function Dt(t,e){let n=Ut(t[0].length,e[0].length);for(let s=0;s<t.length;s++){let o=e[s];for(let r=0;r<n.length;r++){let a=t[s][r],i=n[r];for(let c=0;c<o.length;c++)i[c]+=a*o[c]}}return n}function Le(t){let e=F(t[0].length);for(let n of t)D(e,n);return e}function D(t,e){for(let n=0;n<t.length;n++)t[n]+=e[n]}var F=t=>Array(t).fill(0),Ut=(t,e)=>Array.from({length:t},()=>F(e));function gt(t,e){return t.map((n,s)=>n.map((o,r)=>(o-e[s][r])**2))}function rt(t,e=null){let n=0,s=0;return t.forEach((o,r)=>o.forEach((a,i)=>{e&&!e[r][i]||(n+=a,s+=1)})),n/s}function J(t,e,n=1,s=1){return t<e+n?0:Math.floor((t-e-n)/s)+1}function Yt(t){let e=t.reduce((o,r)=>o+r,0)/t.length,n=Math.sqrt(t.reduce((o,r)=>o+(r-e)**2,0)/t.length),s=t.every(o=>o===t[0]);return{center:e,spread:s||n===0?1:n}}function bt(t,e,n="post",s=0){let o=(r,a,i)=>{let c=Array(e-r.length).fill(a);return n==="post"?[...i,...c]:[...c,...i]};return{X:t.map(r=>o(r,s,r)),mask:t.map(r=>o(r,!1,r.map(()=>!0)))}}function xt({length:t,window:e,horizon:n,stride:s,train:o,order:r}){let a=Math.min(o,t),i={train:[0,a],test:[a,t]},c=(p,d,$)=>Array.from({length:J(d-p,e,n,s)},(m,l)=>{let g=p+l*s,h=g+e+n,f=$(g);return{start:g,end:h,part:f,leaks:f==="train"&&h>a}});return r==="split first"?Object.entries(i).flatMap(([p,[d,$]])=>c(d,$,()=>p)):c(0,t,p=>p<a?"train":"test")}var O=[6,4,2,5],X=["A","B","C","D"],V={W_x:[[.9,-.6]],W_h:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1},Qt=new ot(V);function yt(t,e=null){let n=t.map((o,r)=>Qt.forward(o.map(a=>[a]),{mask:e?.[r]}).H),s=n.map(o=>o.map(r=>r.reduce((a,i,c)=>a+i*V.V[c],V.c)));return{states:n,forecasts:s}}var wt=Qt.forward(Array(200).fill([0])).state,at=(t,e)=>Math.max(...t.map((n,s)=>Math.abs(n-e[s]))),Zt=t=>Math.max(...t.flatMap(e=>t.map(n=>at(e,n))));function Kt(t){let{rows:e,length:n,pad_to:s,where:o,mask:r}=t,a=e.map(b=>b[0]),{center:i,spread:c}=Yt(a),p=a.map(b=>(b-i)/c),d=O.map((b,v)=>Math.floor(v*(n-b-1)/3)),$=O.map((b,v)=>p.slice(d[v],d[v]+b)),m=O.map((b,v)=>p.slice(d[v]+1,d[v]+b+1)),{X:l,mask:g}=bt($,s,o),h=bt(m,s,o).X,f=yt($),y=yt(l),w=r?yt(l,g):y,k=gt(w.forecasts,h),_=({states:b})=>b.map((v,I)=>at(v.at(-1),f.states[I].at(-1))),T=f.states.map(b=>b.at(-1)),q=y.states.map(b=>b.at(-1)),W=O.map(b=>s-b),P=(b,v)=>at(b,wt)<at(T[v],wt),R=!r&&o==="post"&&q.every((b,v)=>!W[v]||P(b,v)),tt=rt(k),x=rt(k,g);return{center:i,spread:c,starts:d,inputs:$,targets:m,X:l,y:h,mask:g,errors:k,padTo:s,where:o,masked:r,sequence:X.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:w.states,alone:f.states,hT:w.states.map(b=>b.at(-1)),hAlone:T,hPlain:q,rest:wt,pulled:R,apart:Zt(q),apartAlone:Zt(T),drift:_(w),driftPlain:_(y),lossAll:tt,lossReal:x,loss:r?x:tt,lossAlone:rt(gt(f.forecasts,m)),steps:X.length*s,realSteps:O.reduce((b,v)=>b+v,0)}}function te(t,e,n){let s=e.findLast(({key:r})=>r in n),o=it(e,n);return u`${s&&Pe(s,n[s.key])}${o&&Re(t,o)}`}function Pe({key:t,about:e,setting:n,verdict:s},o){let{right:r,said:a,why:i}=s(o),c=JSON.stringify(o.about)!==JSON.stringify(e);return u`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",c&&" u-past"]}" data-verdict="${t}" tabindex="-1">${c?u`For ${n(o.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:u`${a} ${i}`}</p>`}var E=(t,e)=>u`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,vt=(t,e)=>t.filter(({key:n,moot:s})=>!s&&!(n in e)),it=(t,e)=>vt(t,e)[0];function Re(t,{key:e,text:n,label:s,choices:o,locks:r}){let a=o?Object.entries(o).map(([i,c])=>u`<button type="button" data-answer="${i}">${c}</button>`):u`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return u`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${n}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var L={top:4,pitch:54,label:18,cell:28},A={top:L.top+4*L.pitch+48,tab:17,height:116},Ie=A.top+A.height+26,ee=["u-unit-1","u-unit-2"],U=t=>ct(t)?M(t):String(+t.toPrecision(1)).replace("-","−"),ct=t=>t>=.005;function se(t,e){let{padTo:n,sequence:s}=t,o=r=>`${+(100*r/n).toFixed(3)}%`;return u`<svg class="u-figure" width="100%" height="${Ie}" role="img" aria-label="The padded batch and the hidden states of sequence ${X[s]}">
    ${X.map((r,a)=>Be(t,a,o))}
    ${Ve(t,o)}
  </svg>`}function Be({X:t,mask:e,masked:n,sequence:s,drift:o,padTo:r},a,i){let c=L.top+a*L.pitch,p=c+L.label,d=t[a].map(($,m)=>{let l=e[a][m],g=u`x="${i(m)}" y="${p}" width="${i(1)}" height="${L.cell}"`,h=$<0?"u-fill-negative":"u-fill-positive";return u`${l&&u`<rect ${g} class="${h}" fill-opacity="${(.08+.3*Math.min(1,Math.abs($)/2)).toFixed(3)}"/>`}
      <rect ${g} class="${l?"u-real":"u-pad"}"/>
      ${!l&&n&&u`<line x1="${i(m)}" x2="${i(m+1)}" y1="${p+L.cell}" y2="${p}" class="u-strike"/>`}
      <text x="${i(m+.5)}" y="${p+19}" text-anchor="middle" class="${l?"u-cell":"u-cell u-soft"}">${l?M($,1):n?"":"0"}</text>`});return u`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${c+12}" class="u-strong">${X[a]} <tspan class="u-soft u-plain">${O[a]} real, ${r-O[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${c+12}" text-anchor="end" class="${ct(o[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${U(o[a])}</text>
    ${d}
    <rect x="0" y="${c}" width="100%" height="${L.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(X[a])}"/>
  </g>`}function Ve({states:t,alone:e,mask:n,sequence:s,drift:o,padTo:r,where:a},i){let c=O[s],p=a==="post"?0:r-c,d=k=>+((1-k)/2).toFixed(4),$=k=>+(A.top+d(k)*A.height).toFixed(2),m=(k,_,T)=>u`<polyline points="${k.map((q,W)=>`${_+W+.5},${d(q)}`).join(" ")}" class="${T}" vector-effect="non-scaling-stroke"/>`,l=p?[0,p]:[c,r],g=X[s],h=t[s].at(-1),f=i((l[0]+l[1])/2),y=a==="post"?{at:f,anchor:"middle",h:e[s].at(-1)}:{at:i(p+.5),dx:-8,anchor:"end",h:e[s][0]},w=ze([...h,...y.h].map($));return u`<text x="0" y="${A.top-30}" class="u-strong">Hidden state of ${g}, step by step</text>
    ${l[1]>l[0]&&u`<rect x="${i(l[0])}" y="${A.top-A.tab}" width="${i(l[1]-l[0])}" height="${A.height+A.tab}" class="u-fill-panel"/>
      <text x="${f}" y="${A.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(k=>u`<line x1="0" x2="100%" y1="${$(k)}" y2="${$(k)}" class="u-grid"/>
      <text x="0" y="${k>0?$(k)+12:$(k)-3}" class="u-soft">${M(k,0)}</text>`)}
    <svg x="0" y="${A.top}" width="100%" height="${A.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${h.map((k,_)=>{let T=e[s].map(q=>q[_]);return m(a==="post"?[...T,...Array(r-c).fill(T.at(-1))]:T,p,`u-alone ${ee[_]}`)})}
      <g class="veil-drift">${h.map((k,_)=>m(t[s].map(T=>T[_]),0,`u-state ${ee[_]}`))}</g>
    </svg>
    <g class="veil-drift">${h.map((k,_)=>u`${t[s].map((T,q)=>u`<circle cx="${i(q+.5)}" cy="${$(T[_])}" r="3" class="${n[s][q]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${w[_]}" text-anchor="end" class="u-halo">unit ${_+1}</text>`)}</g>
    ${o[s]>0&&y.h.map((k,_)=>u`<text x="${y.at}" dx="${y.dx??0}" y="${w[h.length+_]}" text-anchor="${y.anchor}" class="u-halo u-soft">unit ${_+1} alone</text>`)}
    ${l[1]>l[0]&&u`<text x="${f}" y="${A.top+A.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[s].map((k,_)=>u`<text x="${i(_+.5)}" y="${A.top+A.height+18}" text-anchor="middle" class="u-soft">${_?_+1:"t = 1"}</text>`)}`}function ze(t){let n=t.map((a,i)=>i).sort((a,i)=>t[a]-t[i]),s=[],o=A.top+12-15;for(let a of n)o=s[a]=Math.max(t[a]-8,o+15);let r=A.top+A.height-4;for(let a of n.toReversed())s[a]=+Math.min(s[a],r).toFixed(2),r=s[a]-15;return s}var Y=t=>Array.isArray(t)?`[${t.map(Y).join(", ")}]`:String(t),kt=t=>t.map(e=>`    ${Y(e)},`).join(`
`);function ne({series:t,names:e,units:n,window:s,stride:o,horizon:r,train:a,order:i,selected:c}){let p=e.map(($,m)=>n[m]?`${$} (${n[m]})`:$).join(", "),d=i==="split first";return`import numpy as np

# One row a timestep: ${p.replace(/\s+/g," ")}
series = np.array([
${kt(t)}
], dtype=float)
window, horizon, stride, train = ${s}, ${r}, ${o}, ${a}


def windows(series):
    """X of shape (n, window, features) and the next values of the first feature, (n, horizon)."""
    n = max(0, (len(series) - window - horizon) // stride + 1)
    starts = stride * np.arange(n)
    inputs = starts[:, None] + np.arange(window)
    targets = starts[:, None] + window + np.arange(horizon)
    return series[inputs], series[targets, 0], starts


${d?`# Split first, then cut each part: no window can reach across.
X_train, y_train, starts_train = windows(series[:train])
X_test, y_test, starts_test = windows(series[train:])
X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
starts = np.concatenate([starts_train, starts_test + train])
leaks = np.zeros(len(X), dtype=bool)`:`# Cut first, then split: a window trains if it starts before the split.
X, y, starts = windows(series)
in_train = starts < train
X_train, X_test = X[in_train], X[~in_train]
leaks = in_train & (starts + window + horizon > min(train, len(series)))`}
print("X_train", X_train.shape, "X_test", X_test.shape, "leaking windows", leaks.sum())

selected = ${c}
if len(X):
    print(X[selected], y[selected])
`}function oe({inputs:t,targets:e,padTo:n,where:s,masked:o}){let{W_x:r,W_h:a,b:i,V:c,c:p}=V,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${O.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${kt(t)}
]
targets = [
${kt(e)}
]
length, where, use_mask = ${n}, "${s}", ${o?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${Y(r)})
W_h = np.array(${Y(a)})
b = np.array(${Y(i)})
V, c = np.array(${Y(c)}), ${p}


def simple_rnn(x, keep):
    """Hidden states of every step, (T, units); where keep is False the state is carried on."""
    h, states = np.zeros(len(b)), []
    for value, real in zip(x, keep):
        if real:
            h = np.tanh(value * W_x[0] + h @ W_h + b)
        states.append(h)
    return np.array(states)


keep = mask if use_mask else np.ones_like(mask)
states = np.array([simple_rnn(x, k) for x, k in zip(X, keep)])
H_T = states[:, -1]
H_alone = np.array([simple_rnn(x, [True] * len(x))[-1] for x in sequences])
drift = np.abs(H_T - H_alone).max(axis=1)

errors = (states @ V + c - y) ** 2
loss_all = errors.mean()
loss_real = (errors * mask).sum() / mask.sum()
loss = loss_real if use_mask else loss_all
print("H_T", H_T, "moved by", drift, "loss", loss)

# The same in Keras; without dtype, pad_sequences would cut every value to a whole number.
# X = keras.utils.pad_sequences(sequences, maxlen=length, padding="${d}", dtype="float64")[..., None]
# rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
# rnn.build(X.shape); rnn.set_weights([W_x, W_h, b])
# states = rnn(X, mask=${o?"mask":"None"})
`}var Ge={post:"after",pre:"before"},ae=({limits:t,padTo:e})=>({pad_to:j(t.pad_to,e,H(e,"step"))});function De(t,e,n){return u`<div class="u-controls">
    ${nt(e,"pad_to",u`pad to <i>T</i>`,ae(t).pad_to)}
    ${B(e,"sequence","states of",Object.fromEntries(X.map(s=>[s,s])),X[t.sequence])}
    ${B(e,"where","zeros",Ge,t.where)}
    ${Ft("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${n.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${n.states}</div>
    <div class="u-loss" data-slot="loss">${n.loss}</div>
  </div>`}var Je=(t,e)=>({grid:se(t,e),states:Ue(t),loss:Ye(t)}),re=(t,e)=>u`(${e.map((n,s)=>[s>0&&", ",N(`${t}.${s}`,n,M(n))])})`;function Ue({hT:t,hAlone:e,drift:n}){return u`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${X.map((s,o)=>u`<tr><th scope="row">${s}</th><td>${re(`h_alone.${s}`,e[o])}</td>
        <td>${E("drift",re(`h_T.${s}`,t[o]))}</td>
        <td>${E("drift",u`<span class="${ct(n[o])&&"u-alarm"}">${N(`drift.${s}`,n[o],U(n[o]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function Ye({lossAll:t,lossReal:e,loss:n,lossAlone:s,masked:o,steps:r,realSteps:a}){let i=Math.max(t,e,s)||1,c=(p,d,$,m)=>u`<div class="u-meter${m&&" u-counts"}">
    <span>${$}${m&&u` <b class="veil-drift">counts</b>`}</span><b>${E("drift",N(p,d,M(d,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*d/i).toFixed(2)}%"></i></div>`;return u`<p class="u-heading">Loss, mean squared error</p>
    ${c("loss_all",t,`over all ${r} steps`,!o)}
    ${c("loss_real",e,`over the ${a} real steps`,o)}
    ${c("loss_alone",s,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${N("loss",n,M(n,3))}.</span></p>`}function Ze({padTo:t,where:e,hAlone:n,hPlain:s}){let o=O.indexOf(Math.min(...O)),r=t-O[o];return[{key:"drift",locks:!0,moot:!1,about:{sequence:X[o],zeros:r,where:e,alone:n[o],padded:s[o]},setting:({sequence:a,zeros:i,where:c})=>`${a} with ${H(i,"zero")} ${c==="post"?"after":"before"} it`,text:u`Sequence ${X[o]} has ${O[o]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:Qe}]}function Qe({answer:t,about:e}){let{sequence:n,zeros:s,where:o,alone:r,padded:a}=e,i=l=>`(${l.map(g=>M(g)).join(", ")})`,c=r.every((l,g)=>l===a[g])?"same":"changes",p={same:"stays the same",changes:"changes"},d=t===null?`It ${p[c]}.`:t===c?`You said it ${p[t]}, and it does.`:`You said it ${p[t]}; it ${p[c]}.`,$=o==="post"?`After ${H(s,"zero")}`:`With ${H(s,"zero")} before it`,m=u`${$} the state of ${n} is ${i(a)} instead of ${i(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===c,said:d,why:m}}function Ke({padTo:t,where:e,masked:n,drift:s,loss:o,lossAlone:r,pulled:a,rest:i,apart:c,apartAlone:p},d){let $=`Four sequences of ${O.slice(0,-1).join(", ")} and ${O.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(d)return`${$}, without a mask.`;let m=s.indexOf(Math.max(...s));if(n)return`${$}, with a mask: every last state equals that of the sequence alone, and the loss is ${M(o,3)} as it is without padding.`;if(s[m]===0)return`${$}, without a mask.`;let l=a?` The zeros pull every padded state toward one resting point, (${i.map(g=>M(g)).join(", ")}), whatever the sequence was: the four end at most ${U(c)} apart, alone ${U(p)}.`:"";return`${$}, without a mask: the last state of ${X[m]} moves most, by ${U(s[m])}, and the loss is ${M(o,3)} where it should be ${M(r,3)}.${l}`}function ts({X:t,y:e,mask:n,states:s,errors:o,masked:r,sequence:a,center:i,spread:c,name:p}){let d=f=>f.map(y=>[].concat(y).map(w=>M(w,1)).join(", ")).join("; "),{W_x:$,W_h:m,b:l,V:g,c:h}=V;return u`<table class="u-table">
    <caption>Sequence ${X[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((f,y)=>u`<tr><th scope="row">${y+1}</th><td>${n[a][y]?"yes":"no"}</td><td>${M(f,4)}</td>${s[a][y].map(w=>u`<td>${M(w,4)}</td>`)}<td>${M(e[a][y],4)}</td><td>${M(o[a][y],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${p}, scaled with mean ${M(i,3)} and standard deviation ${M(c,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${d($)}), W<sub>h</sub> = (${d(m)}), b = (${d([l])}), V = (${d([g])}), c = ${M(h,1)}.</p>`}var Tt={};Wt(Tt,{body:()=>ps,compute:()=>ds,controls:()=>me,describe:()=>ks,numbers:()=>_s,python:()=>ne,questions:()=>bs,slots:()=>$s});var lt=t=>u`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var ie=320,ce=290,Z={x:32,bottom:264},St=104,Mt=.5,es=12;function ue(t,e){let{n,window:s,features:o,selected:r,cut:a,nTrain:i,nTest:c}=t,p={width:26,height:Math.min(21,180/s)},d={width:o*p.width,height:s*p.height};if(!n){let h={x:Z.x,y:Z.bottom-d.height};return u`<svg class="u-figure u-box" viewBox="0 0 ${ie} ${ce}" role="img" aria-label="An empty box: no window fits">
      ${ut(h,d,"u-void")}${le(t,()=>h,d)}</svg>`}let $=i&&c?es:0,m=Math.min(11,(St-$)/n),l=h=>{let f=h*m+(h>=i?$:0);return{x:Z.x+f,y:Z.bottom-d.height-f*Mt}},g=a.map((h,f)=>n-1-f);return u`<svg class="u-figure u-box" viewBox="0 0 ${ie} ${ce}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${o} features for every window, X[${r}] beside it">
    <defs>${lt(`${e}-sheet`)}</defs>
    ${g.map(h=>h===r?ut(l(h),d,"u-slot"):ss(a[h],h,l(h),d,e))}
    ${de(l(0),d,p,s,o)}
    ${ns(t,l(r),d,p)}
    ${le(t,l,d)}
  </svg>`}var S=t=>+t.toFixed(2),ut=({x:t,y:e},{width:n,height:s},o)=>u`<rect x="${S(t)}" y="${S(e)}" width="${n}" height="${S(s)}" class="${o}"/>`;function ss({part:t,leaks:e},n,s,o,r){return u`<g class="${n>1&&"veil-count"}">${ut(s,o,`u-sheet u-sheet-${t}`)}${e&&u`<rect x="${S(s.x)}" y="${S(s.y)}" width="${o.width}" height="${S(o.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function de({x:t,y:e},{width:n,height:s},o,r,a){let i=Array.from({length:r-1},(p,d)=>`M${S(t)} ${S(e+(d+1)*o.height)}h${n}`),c=Array.from({length:a-1},(p,d)=>`M${S(t+(d+1)*o.width)} ${S(e)}v${S(s)}`);return u`<path d="${[...i,...c].join("")||"M0 0"}" class="u-cell-lines"/>`}function ns({series:t,X:e,features:n,selected:s,window:o},r,a,i){let c={x:Z.x+a.width+St+20,y:Z.bottom-a.height-St*Mt/2},d=Array.from({length:n},(l,g)=>t.map(h=>h[g])).map(l=>{let g=Math.min(...l),h=Math.max(...l);return f=>S(.08+.72*(h===g?.5:(f-g)/(h-g)))}),$=e.flatMap((l,g)=>l.map((h,f)=>u`<rect x="${S(c.x+f*i.width)}" y="${S(c.y+g*i.height)}" width="${i.width}" height="${S(i.height)}" class="u-fill-input" fill-opacity="${d[f](h)}"/>`)),m=S(r.x+a.width);return u`<path d="M${m} ${S(r.y)}L${S(c.x)} ${S(c.y)}M${m} ${S(r.y+a.height)}L${S(c.x)} ${S(c.y+a.height)}" class="u-guide"/>
    ${$}${de(c,a,i,o,n)}${ut(c,a,"u-sheet-chosen")}
    <text x="${S(c.x+a.width/2)}" y="${S(c.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function le({n:t,window:e,features:n,nTrain:s,nTest:o},r,a){let i=r(t-1),{x:c,y:p}=r(0),d=S(Math.atan(Mt)*180/Math.PI);return u`<text transform="translate(${S(c-3)} ${S(p-10)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${o>0&&s>0&&u`<text x="${S(i.x+a.width)}" y="${S(i.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${S(c-10)} ${S(p+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${S(c)}" y="${S(p+a.height+18)}">features d = ${n}</text>`}var Q={top:22,height:201},C={top:269,height:168},Ht=C.top+C.height;function pe(t,e){let{length:n,border:s,chosen:o,window:r,horizon:a,features:i}=t,c=$=>`${+(100*$/n).toFixed(3)}%`,p=Q.height/i,d=($,m,l)=>u`<rect x="${c($)}" y="${Q.top}" width="${c(m)}" height="${C.top-Q.top}" class="${l}"/>`;return u`<svg class="u-figure" width="100%" height="${Ht+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${lt(`${e}-leak`)}</defs>
    <rect x="${c(s)}" y="0" width="${c(n-s)}" height="${Ht}" class="u-fill-panel"/>
    ${o&&[d(o.start,r,"u-band-input"),d(o.start+r,a,"u-band-output")]}
    ${t.names.map(($,m)=>os(t,m,Q.top+m*p,p,c))}
    ${rs(n,c)}
    <line x1="${c(s)}" x2="${c(s)}" y1="0" y2="${Ht}" class="u-split"/>
    ${o?[as(t,c),t.cut.map(($,m)=>is(t,m,c,e)),cs(t,c)]:ls(t,c,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${H(s,"value")}</text>
    ${s<n&&u`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${n-s}</text>`}
  </svg>`}function os({series:t,names:e,units:n,chosen:s,window:o,length:r},a,i,c,p){let d=t.map(_=>_[a]),$=Math.min(...d),m=Math.max(...d),l=_=>+(m===$?.5:(m-_)/(m-$)).toFixed(4),g=i+21,h=c-30,f=(_,T,q)=>{let W=d.slice(_,T).map((P,R)=>`${_+R+.5},${l(P)}`);return u`<polyline points="${W.join(" ")}" class="${q}" vector-effect="non-scaling-stroke"/>`},y=(_,T,q)=>d.slice(_,T).map((W,P)=>u`<circle cx="${p(_+P+.5)}" cy="${+(g+l(W)*h).toFixed(2)}" r="2.6" class="${q}"/>`),w=s&&s.start+o,k=s&&a===0;return u`<text x="0" y="${i+13}" class="u-halo">${e[a]} <tspan class="u-soft">${he($)} to ${he(m)} ${n[a]}</tspan></text>
    <svg x="0" y="${g}" width="100%" height="${h}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${f(0,r,"u-line")}
      ${s&&f(s.start,w,"u-line-input")}
      ${k&&f(w-1,s.end,"u-line-output")}
    </svg>
    ${s&&y(s.start,w,"u-dot-input")}
    ${k&&y(w,s.end,"u-dot-output")}`}var he=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function rs(t,e){let n=[1,5,10,20,25,50].find(o=>t/o<=6),s=Q.top+Q.height;return Array.from({length:Math.ceil(t/n)},(o,r)=>r*n).map(o=>u`<line x1="${e(o+.5)}" x2="${e(o+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${o?e(o+.5):0}" y="${s+17}" text-anchor="${o?"middle":"start"}" class="u-soft">${o||"t = 0"}</text>`)}function as({selected:t,chosen:e,window:n,length:s},o){let r=Math.min(Math.max(e.start+n,.14*s),.86*s);return u`<text x="${o(r)}" dx="-5" y="${C.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${o(r)}" dx="5" y="${C.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function is({cut:t,n:e,selected:n,window:s,horizon:o,border:r,length:a},i,c,p){let{start:d,end:$,leaks:m}=t[i],l=Math.min(21,C.height/e),g=+(C.top+i*l).toFixed(2),h=+(l-(l>6?4:l/4)).toFixed(2),f=+(g+h/2).toFixed(2),y=Math.max(d,r),w=$<.76*a?{x:c($),dx:6,"text-anchor":"start"}:{x:c(d),dx:-6,"text-anchor":"end"},k=Object.entries(w).map(([_,T])=>u` ${_}="${T}"`);return u`<g class="u-bar${i===n&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${c(d)}" y="${g}" width="${c(s)}" height="${h}" class="u-bar-input"/>
    <line x1="${c(d+s)}" x2="${c($)}" y1="${f}" y2="${f}" stroke-width="${h}" class="u-bar-output"/>
    ${m&&u`<rect x="${c(y)}" y="${g}" width="${c($-y)}" height="${h}" fill="url(#${p}-leak)" class="u-bar-leak veil-leak"/>`}
    ${l>=12&&u`<text${k} y="${f+4}" class="u-halo">${i}${m&&u`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${g}" width="100%" height="${+l.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function cs({cut:t,n:e},n){let s=C.top+2*Math.min(21,C.height/e)+14;return e>2&&u`<text x="${n(t[2].start)}" y="${s.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function ls({length:t,window:e,horizon:n},s,o){return u`<rect x="0" y="${C.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&u`<rect x="${s(e)}" y="${C.top}" width="${s(t-e)}" height="20" fill="url(#${o}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${C.top+42}" class="u-strong u-ink-gradient">needs ${e+n} values and does not fit</text>`}var us={"window first":"window, then split","split first":"split, then window"};function ds(t){let{rows:e,length:n,window:s,stride:o,horizon:r,features:a,train:i,order:c,limits:p}=t,d=Math.min(i,n),$=e.map(w=>w.slice(0,a)),m=xt(t),l=m.length,g=Math.min(t.selected,Math.max(0,l-1)),h=m[g]??null,f=h&&h.start+s,y=w=>m.filter(w).length;return{series:$,length:n,window:s,stride:o,horizon:r,features:a,train:i,order:c,limits:p,border:d,cut:m,n:l,selected:g,chosen:h,names:t.names.slice(0,a),units:t.units.slice(0,a),X:h?$.slice(h.start,f):[],y:h?$.slice(f,h.end).map(w=>w[0]):[],nTrain:y(({part:w})=>w==="train"),nTest:y(({part:w})=>w==="test"),nLeak:y(({leaks:w})=>w),firstLeak:m.findIndex(({leaks:w})=>w),notes:hs(t,d)}}function hs({length:t,window:e,horizon:n,order:s},o){return(s==="split first"?[["No training windows","training part",o],["No test windows","test part",t-o]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+n).map(([a,i,c])=>`${a}: window ${e} + horizon ${n} needs at least ${e+n} values; the ${i} has ${c}.`)}function me({length:t,window:e,stride:n,horizon:s,features:o,train:r,limits:a,selected:i,n:c}){return{length:j(a.length,t,H(t,"value")),window:j(a.window,e,H(e,"step")),horizon:j(a.horizon,s,H(s,"step")),stride:j(a.stride,n,H(n,"step")),features:j(a.features,o,String(o)),train:j(a.train,r,H(r,"value")),selected:j([0,c-1],i,c?`X[${i}]`:"none")}}function ps(t,e,n){let s=me(t),o=(r,a)=>nt(e,r,a,s[r]);return u`<div class="u-controls">
    ${o("length",u`series <i>N</i>`)}
    ${o("window",u`window <i class="role-input">T</i>`)}
    ${o("horizon",u`horizon <i class="role-output">H</i>`)}
    ${o("stride",u`stride <i>s</i>`)}
    ${o("features",u`features <i>d</i>`)}
    ${o("train","train part")}
    ${B(e,"order","order",us,t.order)}
  </div>
  <div data-slot="series">${n.series}</div>
  <p class="u-key" data-slot="key">${n.key}</p>
  <div class="u-formula" data-slot="formula">${n.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${n.box}</div>
    <div class="u-slice">
      ${o("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${n.slice}</div>
    </div>
  </div>`}var $s=(t,e)=>({series:pe(t,e),key:fs(t),formula:ms(t),box:ue(t,e),slice:gs(t)}),fs=({names:t,nLeak:e})=>u`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function ms({length:t,border:e,window:n,horizon:s,stride:o,features:r,order:a,n:i,nTrain:c,nTest:p,nLeak:d,notes:$}){let m=(f,y)=>u`<tr><th scope="row">${f}</th><td>${y}</td></tr>`,l=(f,y,w,k)=>m(f,y<n+s?u`${N(w,k)} <span class="u-soft">windows: too short</span>`:u`⌊(${y} − ${n} − ${s}) / ${o}⌋ + 1 = ${E("count",u`<b>${N(w,k)}</b>`)}`),g=u`${N("n_train",c)} train, <span class="${d>0&&"u-alarm"}">${N("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${N("n_test",p)} test`,h=f=>`(${f}, ${n}, ${r})`;return u`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[l("train",e,"n_train",c),l("test",t-e,"n_test",p)]:[l("all",t,"n",i),m("split",E("leak",g))]}${m("shapes",E("leak",u`X_train <b>${h(c)}</b>, X_test <b>${h(p)}</b>`))}</tbody></table>
    ${$.length>0&&u`<p class="u-note" role="note">${$.join(" ")}</p>`}`}var $e=t=>M(t,Math.abs(t)<1e4?1:0);function gs({names:t,units:e,X:n,y:s,window:o,features:r,horizon:a,selected:i,chosen:c}){if(!c)return u`<p class="u-soft">No window, so nothing to show.</p>`;let p=c.start+o;return u`<table class="u-table">
    <caption>X[${i}] has shape (${o}, ${r}), y[${i}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,$)=>u`<th scope="col">${d} <span class="u-soft">${e[$]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${n.map((d,$)=>u`<tr><th scope="row">${c.start+$}</th>${d.map((m,l)=>u`<td>${N(`X.${$}.${l}`,m,$e(m))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${s.map((d,$)=>u`<tr><th scope="row">${p+$}</th><td>${N(`y.${$}`,d,$e(d))}</td></tr>`)}</tbody>
  </table>`}function bs({length:t,window:e,horizon:n,stride:s,train:o,order:r,nLeak:a}){let i={length:t,window:e,horizon:n,stride:s,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!J(t,e,n,s),about:i,setting:fe,text:u`A series has ${t} values. Windows of ${H(e,"step")}, each followed by ${H(n,"target")}, start every
        ${s===1?"step":`${s} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:ys},{key:"leak",moot:!a,about:{...i,train:o},setting:fe,text:u`The windows were cut first, and those that start before value ${o} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:ws}]}var fe=({length:t,window:e,horizon:n,stride:s,train:o})=>`N = ${t}, T = ${e}, H = ${n}, s = ${s}${o?` and ${H(o,"training value")}`:""}`,xs=[[({length:t,window:e,horizon:n,stride:s})=>Math.floor((t-e-n)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:n})=>J(t,e,0,n),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:n})=>J(t,e,n),"That is the count for stride 1."]];function ys({answer:t,about:e}){let{length:n,window:s,horizon:o,stride:r}=e,a=J(n,s,o,r),i=(a-1)*r,c=`The last start that still fits is ${i}: its ${s+o} values end at ${i+s+o-1}, and the series ends at ${n-1}. With starts 0, ${r}, …, ${i} that makes ${i} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${H(a,"window")}.`,why:c};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:c};let p=xs.find(([d])=>d(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${p} ${c}`}}function ws({answer:t,about:e}){let n=xt(e),s=n.flatMap(({leaks:c},p)=>c?[p]:[]),o=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=s,i=`X[${a}] and its targets cover values ${n[a].start} to ${n[a].end-1}; the test part begins at ${o}. ${H(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:i}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:i}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${vs(n,t,a,o)} ${i}`}}function vs(t,e,n,s){let o=t[e];return o?o.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>n?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${o.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function ks({length:t,features:e,window:n,stride:s,horizon:o,n:r,nLeak:a,nTrain:i,nTest:c,order:p,selected:d,chosen:$,notes:m},l){let g=`A series of ${t} timesteps and ${H(e,"feature")}`;if(!r)return`${g}. ${m.join(" ")}`;let h=`windows of ${H(n,"timestep")} that start every ${s===1?"step":`${s} steps`}, each with its next ${H(o,"value")} as target`;if(l==="count")return`${g}, to be cut into ${h}.`;let f=p==="split first"?`split and then cut into ${i} training and ${c} test`:`cut into ${r}`,y=l==="leak"?"":a?` ${a} of the ${H(i,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",w=p==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${H(n,"training value")} as inputs.`:"";return`${g}, ${f} ${h}. X[${d}] starts at timestep ${$.start}.${y}${w}`}function _s({cut:t,window:e,horizon:n}){let s=(o,r)=>r===1?String(o):`${o} to ${o+r-1}`;return u`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:o,part:r,leaks:a},i)=>u`<tr><th scope="row">X[${i}]</th><td>${s(o,e)}</td><td>${s(o+e,n)}</td><td>${r}</td><td>${E("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var ge={windows:Tt,padding:_t},z=t=>ge[t.mode],At={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...ge[t.mode].compute({...t,rows:Ss(t)}),mode:t.mode,state:t}},body:(t,e,n)=>z(t).body(t,e,n),slots:(t,e)=>z(t).slots(t,e),controls:t=>z(t).controls(t),questions:t=>z(t).questions(t),describe:(t,e)=>z(t).describe(t,e),numbers:t=>z(t).numbers(t),python:t=>z(t).python(t)};function Ss({series:t,names:e,length:n}){let s=e.length,o=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:n},(r,a)=>e.map((i,c)=>o(a,c)))}var Ms=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],K=20;function be(t,e,n){let s=getComputedStyle(t),o=[...t.querySelectorAll("svg.u-figure")],r=Math.max(...o.map($=>$.getBoundingClientRect().width)),a=K,i=($,m,l)=>Ts($,`${l} ${m}px ${s.fontFamily}`,r).map(g=>(a+=1.4*m,`<text x="${K}" y="${a}" font-family="${G(s.fontFamily)}" font-size="${m}" font-weight="${l}" fill="${s.color}">${G(g)}</text>`)),c=$=>{let m=$.getBoundingClientRect(),l=$.viewBox.baseVal?.width||m.width,{y:g,height:h}=$.getBBox();a+=K;let f={x:K,y:a,width:m.width,height:h*m.width/l,viewBox:`0 ${g} ${l} ${h}`,overflow:"visible"};a+=f.height;let y=As($);for(let[w,k]of Object.entries(f))y.setAttribute(w,k);return new XMLSerializer().serializeToString(y)},p=[i(e,16,600),i(Hs(t),12.5,400),o.map(c),i(t.querySelector(".u-key").innerText,12.5,400)].flat(),d={width:r+2*K,height:a+K};return`<svg xmlns="http://www.w3.org/2000/svg" width="${d.width}" height="${d.height}" viewBox="0 0 ${d.width} ${d.height}">
<title>${G(e)}</title><desc>${G(n)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
${p.join(`
`)}
</svg>`}function Hs(t){let e=s=>s.textContent.trim(),n={"u-range":s=>`${e(s.querySelector("label"))}: ${e(s.querySelector(".u-amount"))}`,"u-choice":s=>`${e(s.querySelector("legend"))}: ${e(s.querySelector(":checked + span"))}`,"u-toggle":s=>`${e(s)}: ${s.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(s=>n[s.className](s)).join(", ")}function Ts(t,e,n){let s=document.createElement("canvas").getContext("2d");return s.font=e,t.split(/\s+/).reduce((o,r)=>{let a=`${o.at(-1)??""} ${r}`.trim();return o.length&&s.measureText(a).width<=n?[...o.slice(0,-1),a]:[...o,r]},[])}function As(t){let e=t.cloneNode(!0),n=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,o)=>{let r=getComputedStyle(n[o]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of Ms)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function xe(t,e){let n=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:n,download:t}).click(),URL.revokeObjectURL(n)}var we={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},ve=["numbers","python"],qt="Answer or skip the question first";function ke(t,e,n="u"){let s=t.compute(e);return _e(t,e,s,Ot(t,e,s,n),n).toString()}function Ot(t,e,n,s){let o=t.questions(n),r=it(o,e.predictions);return{locked:!!r?.locks,veil:vt(o,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:te(s,o,e.predictions),caption:u`${t.describe(n,r?.key)}`,...t.slots(n,s)}}}function _e(t,e,n,{locked:s,veil:o,slots:r},a){let i=([c,p])=>u`<button type="button" data-action="${c}"${c==="numbers"&&u` aria-expanded="false" aria-controls="${a}-numbers"`}${ve.includes(c)&&u` aria-disabled="${s}" title="${s?qt:""}"`}>${p}</button>`;return u`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${o}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(we).map(i)}</div>
    </header>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    ${t.modes&&u`<div class="u-modes">${B(a,"mode","View",t.modes,e.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&u` disabled`}>${t.body(n,a,r)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}var ye=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function Se(t,{model:e,el:n}){let s=`u${Math.random().toString(36).slice(2,10)}`,o=()=>Object.fromEntries(t.traits.map(x=>[x,e.get(x)])),r=new AbortController,a=(x,b)=>h.addEventListener(x,b,{signal:r.signal}),i=o(),c=t.compute(i),p=Ot(t,i,c,s),d=0,$=0,m=0,l=!1,g=null;n.innerHTML=_e(t,i,c,p,s);let h=n.firstElementChild,f=x=>h.querySelector(x);function y(){cancelAnimationFrame(d),d=0;let x=i.mode;i=o(),c=t.compute(i);let b=p.slots;p=Ot(t,i,c,s);let{locked:v,veil:I,slots:ht}=p;l&&(ht.ask=b.ask);let Xt=f("[data-body]");h.dataset.veil!==I&&(h.dataset.veil=I),Xt.disabled=v,i.mode!==x&&(Xt.innerHTML=t.body(c,s,ht));for(let[et,Ct]of Object.entries(ht))ye(b[et])!==ye(Ct)&&(f(`[data-slot="${et}"]`).innerHTML=Ct);W(!v&&!f("[data-slot=numbers]").hidden);for(let et of ve)f(`[data-action=${et}]`).ariaDisabled=String(v),f(`[data-action=${et}]`).title=v?qt:"";f(".u-code").hidden=!0,Lt(h,t.controls(c),i),f(".u-fault").hidden=!0;let Nt=g&&f(`[data-verdict="${g}"]`);g=null,Nt?.focus(),k((Nt??f("[data-slot=caption]")).textContent)}function w(){d||=requestAnimationFrame(y)}function k(x){clearTimeout(m),m=setTimeout(()=>f(".u-live").textContent=x,400)}function _(x){for(let[b,v]of Object.entries(x))e.set(b,v);e.save_changes(),!$&&(y(),$=requestAnimationFrame(()=>$=0))}function T(x,b){x.ariaInvalid="true",f(".u-fault").textContent=b,f(".u-fault").hidden=!1}function q(x){let{key:b,about:v}=it(t.questions(c),i.predictions);g=b,_({predictions:{...i.predictions,[b]:{answer:x,about:v}}})}function W(x){let b=f("[data-slot=numbers]"),v=f("[data-action=numbers]");!x&&b.hidden||(b.hidden=!x,b.innerHTML=x?t.numbers(c):"",v.ariaExpanded=String(x),v.textContent=x?"Hide numbers":we.numbers)}let P={numbers(){W(f("[data-slot=numbers]").hidden)},async python(){let x=f(".u-code");x.value=t.python(c);try{await navigator.clipboard.writeText(x.value),R("python","Python copied")}catch{x.hidden=!1,x.focus(),x.select(),k("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){xe(`${t.kind}.svg`,be(h,t.title,f("[data-slot=caption]").textContent)),R("svg","SVG saved")},reset(){_({...i.initial,predictions:{}}),R("reset","Reset done")}};function R(x,b){let v=f(`[data-action=${x}]`);v.dataset.done="",v.addEventListener("animationend",()=>delete v.dataset.done,{once:!0}),k(b)}a("input",({target:x})=>{let{trait:b}=x.dataset;if(!b)return;let v=x.type==="number"&&It(x);v?T(x,v):_({[b]:Pt(x,e.get(b))})}),a("focusout",({target:x})=>x.ariaInvalid==="true"&&y()),a("keydown",x=>{let{target:b,key:v}=x,I={PageUp:5,PageDown:-5}[v];b.type!=="range"||!I||(x.preventDefault(),b.value=Number(b.value)+I*Number(b.step),b.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",x=>{x.preventDefault(),q(x.target.querySelector("input").valueAsNumber)}),a("click",({target:x})=>{let b=x.closest("button"),v=x.closest("[data-pick]");b?.ariaDisabled==="true"?(f(".u-question :is(input, button)").focus(),k(qt)):b?.dataset.action?P[b.dataset.action]():b?.dataset.answer?q(b.dataset.answer):b&&"skip"in b.dataset?q(null):v&&!p.locked&&_({[v.dataset.pick]:JSON.parse(v.dataset.to)})}),a("pointerdown",({target:x})=>l=x.type==="range");for(let x of["pointerup","pointercancel"])window.addEventListener(x,()=>{l&&w(),l=!1},{signal:r.signal});let tt=t.traits.map(x=>`change:${x}`);for(let x of tt)e.on(x,w);return()=>{r.abort(),cancelAnimationFrame(d),cancelAnimationFrame($),clearTimeout(m);for(let x of tt)e.off(x,w);n.replaceChildren()}}var dt={[At.kind]:At},qs=t=>dt[t.kind].compute(t),On=t=>dt[t.kind].python(qs(t)),Xn=(t,e)=>ke(dt[t.kind],t,e),Nn={render:({model:t,el:e})=>Se(dt[t.get("kind")],{model:t,el:e})};export{qs as compute,Nn as default,Xn as prerender,On as python};
