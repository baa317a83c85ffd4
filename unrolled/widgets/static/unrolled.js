var xo=Object.defineProperty;var Ee=(t,e)=>{for(var s in e)xo(t,s,{get:e[s],enumerable:!0})};var At=class{constructor(e){this.text=e}toString(){return this.text}},yo={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},pt=t=>String(t).replace(/[&<>"']/g,e=>yo[e]);function Oe(t){return t instanceof At?t.text:Array.isArray(t)?t.map(Oe).join(""):t==null||t===!1?"":pt(t)}function l(t,...e){return new At(t.reduce((s,o,n)=>s+Oe(e[n-1])+o))}function w(t,e=2){let s=t.toFixed(e);return(Number(s)===0?s.replace("-",""):s).replace("-","−")}var H=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function S(t,e,s=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${s}</span>`}var O=([t,e],s,o,n=1)=>({min:t,max:e,value:s,text:o,step:n,disabled:t>e});function z(t,e,s,{min:o,max:n,value:r,text:a,step:c,disabled:i}){return l`<div class="u-range">
    <label for="${t}-${e}">${s}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${o}" max="${n}" step="${c}"
      value="${r}" style="--u-at:${Fe(o,n,r)}" aria-valuetext="${a}"${i&&l` disabled`}>
  </div>`}var Fe=(t,e,s)=>e>t?(s-t)/(e-t):0;function G(t,e,s,o,n){return l`<fieldset class="u-choice">
    <legend>${s}</legend>
    <div class="u-segments">${Object.entries(o).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(n)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function Q(t,e,s){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${s&&l` checked`}><span>${e}</span></label>`}function Jt(t,e,s,[o,n],r=.1){let a=s.map(i=>[i].flat()),c=(i,u,h)=>{let p=Array.isArray(s[u])?[u,h]:[u],f=p.length>1?`${t} row ${u+1} column ${h+1}`:`${t} ${u+1}`;return l`<input type="number" data-trait="${t}" data-at="${JSON.stringify(p)}" aria-label="${f}"
      min="${o}" max="${n}" step="${r}" required autocomplete="off" value="${i}">`};return l`<fieldset class="u-fields" style="grid-template-columns:repeat(${a[0].length},auto)">
    <legend>${e}</legend>${a.map((i,u)=>i.map((h,p)=>c(h,u,p)))}</fieldset>`}function Le(t,e,s){for(let o of t.querySelectorAll("[data-trait]")){let n=o.dataset.trait;o.type==="radio"?o.checked=o.value===String(s[n]):o.type==="checkbox"?o.checked=s[n]:o.type==="number"?vo(o,wo(s[n],o)):_o(t,o,e[n])}}var wo=(t,e)=>JSON.parse(e.dataset.at).reduce((s,o)=>s[o],t);function vo(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function _o(t,e,{min:s,max:o,value:n,text:r,disabled:a}){e.value===String(n)&&e.max===String(o)&&e.getAttribute("aria-valuetext")===r||(e.min=s,e.max=o,e.value=n,e.disabled=a,e.style.setProperty("--u-at",Fe(s,o,n)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function Xe(t,e){return t.type==="range"?Number(t.value):t.type==="number"?qe(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="checkbox"?t.checked:t.value}var qe=(t,[e,...s],o)=>t.with(e,s.length?qe(t[e],s,o):o);function je(t){let{badInput:e,valueMissing:s,rangeUnderflow:o,rangeOverflow:n}=t.validity;if(!(e||s||o||n))return null;let r=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a number from ${t.min} to ${t.max}; there is ${r}.`.replaceAll("-","−")}function Ce(t,e){let s=e[0].length;return t.map(o=>{let n=Array(s).fill(0);for(let r=0;r<o.length;r++){let a=o[r],c=e[r];for(let i=0;i<s;i++)n[i]+=a*c[i]}return n})}function Zt(t){return Array.from({length:t},(e,s)=>Array.from({length:t},(o,n)=>s===n?1:0))}function Kt(t){let e=0;for(let a of t)for(let c=0;c<a.length;c++)e=Math.max(e,Math.abs(a[c]));if(e===0)return{matrix:t,exponent:0};let s=Math.floor(Math.log2(e)),o=Math.trunc(s/2),n=2**-o,r=2**(o-s);return{matrix:t.map(a=>a.map(c=>c*n*r)),exponent:s}}function Nt(t){let{matrix:e,exponent:s}=Kt(t),{diagonal:o,below:n}=Ho(ko(e)),r=Math.trunc(s/2);return Math.sqrt(Math.max(...Mo(o,n),0))*2**r*2**(s-r)}function ko(t){let e=t[0].length,s=Array.from({length:e},()=>Array(e).fill(0));for(let o of t)for(let n=0;n<e;n++){let r=o[n],a=s[n];for(let c=0;c<=n;c++)a[c]+=r*o[c]}return s}function Ho(t){let e=t.length,s=Array(e).fill(0),o=Array(e).fill(0),n=Array(e).fill(0);for(let r=e-1;r>0;r--){let a=t[r];s[r]=a[r];let c=0;for(let d=0;d<r-1;d++)c=Math.max(c,Math.abs(a[d]));if(c===0){o[r-1]=a[r-1];continue}c=Math.max(c,Math.abs(a[r-1]));let i=0;for(let d=0;d<r;d++)a[d]/=c,i+=a[d]*a[d];let u=a[r-1]>0?-Math.sqrt(i):Math.sqrt(i);o[r-1]=c*u;let h=i-a[r-1]*u;a[r-1]-=u;let p=0;for(let d=0;d<r;d++){let g=0;for(let $=0;$<=d;$++)g+=t[d][$]*a[$];for(let $=d+1;$<r;$++)g+=t[$][d]*a[$];n[d]=g/h,p+=n[d]*a[d]}let f=p/(2*h);for(let d=0;d<r;d++)n[d]-=f*a[d];for(let d=0;d<r;d++){let g=t[d];for(let $=0;$<=d;$++)g[$]-=a[d]*n[$]+n[d]*a[$]}}return s[0]=t[0][0],{diagonal:s,below:o}}function Mo(t,e){let s=t.length,o=t,n=e,r=0;for(let c=0;c<s;c++)r=Math.max(r,Math.abs(o[c])+Math.abs(n[c]));let a=Number.EPSILON*r;for(let c=0;c<s;c++)for(let i=0;i<60;i++){let u=c;for(;u<s-1&&Math.abs(n[u])>a;)u+=1;if(u===c)break;let h=(o[c+1]-o[c])/(2*n[c]),p=o[u]-o[c]+n[c]/(h+Math.sign(h||1)*Math.sqrt(h*h+1)),f=1,d=1,g=0,$=u-1;for(;$>=c;$--){let m=f*n[$],b=d*n[$],x=Math.sqrt(m*m+p*p);if(n[$+1]=x,x===0){o[$+1]-=g,n[u]=0;break}f=m/x,d=p/x,p=o[$+1]-g;let y=(o[$]-p)*f+2*d*b;g=f*y,o[$+1]=p+g,p=d*y-b}$>=c||(o[c]-=g,n[c]=p,n[u]=0)}return o}var Wo=t=>1/(1+Math.exp(-t)),Qt={tanh:{f:Math.tanh,slope:t=>1-t*t},relu:{f:t=>t>0?t:0,slope:t=>t>0?1:0},sigmoid:{f:Wo,slope:t=>t*(1-t)},linear:{f:t=>t,slope:()=>1}},B=class{constructor({W_x:e,W_h:s,b:o,activation:n="tanh"}){Object.assign(this,{W_x:e,W_h:s,b:o,activation:n,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:o=null}={}){let{f:n}=Qt[this.activation],r=s??tt(this.units),a=[],c=[],i=r;for(let u=0;u<e.length;u++){let h=No(e[u],this.W_x,i,this.W_h,this.b);a.push(h),te(o,u)&&(i=h.map(n)),c.push(i)}return{X:e,mask:o,H0:r,A:a,H:c,state:i}}backward(e,s,{truncate:o=null}={}){let{H:n}=e,{slope:r}=Qt[this.activation];return To(this,e,So(this,e,s,null,o,(c,i,u)=>{for(let h=0;h<this.units;h++)u[h]=i.dH[h]*r(n[c][h]);i.dH=ze(u,this.W_h)}))}jacobian({mask:e,H:s},o){if(!te(e,o))return Zt(this.units);let{slope:n}=Qt[this.activation],r=s[o].map(n);return this.W_h.map(a=>a.map((c,i)=>c*r[i]))}log10JacobianNorms(e){let s=[0],o={matrix:Zt(this.units),exponent:0},n=0;for(let r=e.X.length-1;r>=0;r--)o=Kt(Ce(this.jacobian(e,r),o.matrix)),n+=o.exponent,s.push(n*Math.log10(2)+Math.log10(Nt(o.matrix)));return s}};function So(t,{X:e,mask:s},o,n,r,a){let c=e.length,i=Math.min(r??c,c),u=Array.isArray(o[0])?o:e.map(($,m)=>m===c-1?o:tt(t.units)),h=Ge(c,t.W_h[0].length),p=()=>({dH:tt(t.units),dC:n&&tt(t.units)}),f=($,m)=>{$t($.dH,u[m]),n&&m===c-1&&$t($.dC,n)},d=($,m)=>{if(!te(s,m))return;let b=tt(h[m].length);a(m,$,b),$t(h[m],b)};if(i===c){let $=p();for(let m=c-1;m>=0;m--)f($,m),d($,m);return{delta:h,dH0:$.dH,dC0:$.dC}}let g=p();for(let $=c-1;$>=0;$--){let m=p();if(f(m,$),!(Ie(m.dH)&&(!n||Ie(m.dC)))){for(let b=$;b>Math.max($-i,-1);b--)d(m,b);$<i&&($t(g.dH,m.dH),n&&$t(g.dC,m.dC))}}return{delta:h,dH0:g.dH,dC0:g.dC}}function To(t,{X:e,H0:s,H:o},{delta:n,dH0:r,dC0:a},c=null,i=null){return{dX:n.map(u=>ze(u,t.W_x)),dW_x:Pe(e,n),dW_h:c??Pe(Ao(o,s),n),db:i??Eo(n),dH0:r,dC0:a,delta:n}}var Ao=(t,e)=>[e,...t.slice(0,-1)],te=(t,e)=>!t||t[e],Ie=t=>t.every(e=>e===0);function No(t,e,s,o,n){let r=n.slice();return Re(r,t,e),Re(r,s,o),r}function Re(t,e,s,o=0,n=t.length){for(let r=0;r<e.length;r++){let a=e[r],c=s[r];for(let i=o;i<n;i++)t[i]+=a*c[i]}}function ze(t,e,s=0,o=t.length){let n=tt(e.length);for(let r=0;r<e.length;r++){let a=e[r],c=0;for(let i=s;i<o;i++)c+=t[i]*a[i];n[r]=c}return n}function Pe(t,e){let s=Ge(t[0].length,e[0].length);for(let o=0;o<t.length;o++){let n=e[o];for(let r=0;r<s.length;r++){let a=t[o][r],c=s[r];for(let i=0;i<n.length;i++)c[i]+=a*n[i]}}return s}function Eo(t){let e=tt(t[0].length);for(let s of t)$t(e,s);return e}function $t(t,e){for(let s=0;s<t.length;s++)t[s]+=e[s]}var tt=t=>Array(t).fill(0),Ge=(t,e)=>Array.from({length:t},()=>tt(e));var Z=.9;function Be(t){let{timesteps:e,loss:s,carry:o,W_x:n,W_h:r,b:a,V:c,c:i}=t,u={cell:new B({W_x:n,W_h:r,b:a}),V:c,c:i},h=t.series.slice(0,e).map(x=>[x]),p=t.targets.slice(0,e),f=p.map((x,y)=>s==="every"||y===e-1),d=(x,y=o)=>Oo(u,h,p,f,Ve(e,x),y),g=Math.min(t.truncate,e),$=d(e),m=d(g),b=p.map((x,y)=>Fo(d(y+1).dW_h,$.dW_h));for(let x of[$,m])x.parts=x.delta.map((y,v)=>x.before[v].map(M=>y.map(T=>M*T))),x.shares=x.parts.map(y=>se(y,$.dW_h));return{T:e,k:g,loss:s,carry:o,counts:f,targets:p,full:$,cut:m,cosines:b,t:Math.min(t.selected,e)-1,limits:t.limits,weights:{W_x:n,W_h:r,b:a,V:c,c:i},x:h.map(([x])=>x),borders:Ve(e,g).slice(1).map(([x])=>x),norm:P($.dW_h),cutNorm:P(m.dW_h),kept:se(m.dW_h,$.dW_h),cosine:b[g-1],least:b.findIndex(x=>x>=Z)+1,losses:{carried:$.loss,reset:d(g,!1).loss}}}function Ve(t,e){let s=t%e||e;return Array.from({length:Math.ceil(t/e)},(o,n)=>[n?s+(n-1)*e:0,s+n*e])}function Oo({cell:t,V:e,c:s},o,n,r,a,c){let i={H:[],before:[],Y:[],losses:[],own:[],delta:[],flow:[],dropped:{}},u=t.W_h.map(p=>p.map(()=>0)),h=null;for(let[p,f]of a){let d=t.forward(o.slice(p,f),{initialState:c?h:null}),g=d.H.map(v=>ee(v,e)+s),$=g.map((v,M)=>r[p+M]?v-n[p+M]:0),m=$.map(v=>e.map(M=>2*v*M)),{delta:b,dH0:x,dW_h:y}=t.backward(d,m);i.H.push(...d.H),i.before.push(d.H0,...d.H.slice(0,-1)),i.Y.push(...g),i.losses.push(...$.map(v=>v**2)),i.own.push(...m),i.delta.push(...b),i.flow.push(...b.slice(1).map(v=>t.W_h.map(M=>ee(M,v))),e.map(()=>0)),u=u.map((v,M)=>v.map((T,N)=>T+y[M][N])),i.dropped[p]=x,h=d.state}return{...i,dW_h:u,loss:i.losses.reduce((p,f)=>p+f,0)}}var ee=(t,e)=>t.reduce((s,o,n)=>s+o*e[n],0),P=t=>Math.hypot(...t.flat());function se(t,e){let s=P(e);return s?ee(t.flat(),e.flat().map(o=>o/s)):0}function Fo(t,e){let s=P(t);return s&&P(e)?se(t,e)/s:null}var Y=32,D=150;function De({T:t,k:e,cosines:s}){let o=Math.min(...s)<0?-1:0,n=p=>+(100*(p-.5)/t).toFixed(3),r=p=>+(Y+(1-p)/(1-o)*D).toFixed(2),a=s.flatMap((p,f)=>p===null?[]:[{step:f+1,value:p}]),c=a.find(({step:p})=>p===e),i=e>t/2?{dx:-6,anchor:"end"}:{dx:6,anchor:"start"},u=t>12?2:1,h=(p,f,d)=>l`<line x1="0" x2="100%" y1="${r(p)}" y2="${r(p)}" class="${d}"/>
    <text x="0" y="${r(p)-4}" class="u-soft u-halo">${f}</text>`;return l`<svg class="u-figure" width="100%" height="${Y+D+42}" role="img" aria-label="Cosine between the gradient cut every k timesteps and the full gradient, for k from 1 to ${t}">
    <text x="0" y="12">Cosine with the full gradient, for every k</text>
    ${h(o,w(o,0),"u-zero")}${o<0&&h(0,"0","u-tick")}
    <line x1="0" x2="100%" y1="${r(Z)}" y2="${r(Z)}" class="u-aim"/><text x="100%" y="${r(Z)+15}" text-anchor="end" class="u-soft u-halo">${Z}</text>
    <text x="50%" y="${Y+D/2}" text-anchor="middle" class="ask-reach">?</text>
    <g class="veil-reach">
      <svg x="0" y="0" width="100%" height="${Y+D}" viewBox="0 0 100 ${Y+D}" preserveAspectRatio="none" overflow="visible">
        <polyline points="${a.map(({step:p,value:f})=>`${n(p)},${r(f)}`).join(" ")}" class="u-cosine" vector-effect="non-scaling-stroke"/>
      </svg>
      ${a.map(({step:p,value:f})=>l`<circle cx="${n(p)}%" cy="${r(f)}" r="${p===e?6:3.5}" class="${p===e?"u-here":"u-point"}"/>`)}
      ${c&&l`<line x1="${n(e)}%" x2="${n(e)}%" y1="${r(c.value)+8}" y2="${Y+D}" class="u-tick"/>
        <text x="${n(e)}%" dx="${i.dx}" y="${Y+D-8}" text-anchor="${i.anchor}" class="u-strong u-halo">k = ${e}: ${w(c.value,3)}</text>`}
    </g>
    ${s.map((p,f)=>f%u===0&&l`<text x="${n(f+1)}%" y="${Y+D+18}" text-anchor="middle" class="${f+1===e?"u-strong":"u-soft"}">${f+1}</text>`)}
    <text x="50%" y="${Y+D+36}" text-anchor="middle" class="u-soft">k, timesteps from one cut to the next</text>
    ${s.map((p,f)=>l`<rect x="${Ye(100*f/t)}" y="0" width="${Ye(100/t)}" height="${Y+D+22}" class="u-hit" data-pick="truncate" data-to="${f+1}"/>`)}
  </svg>`}var Ye=t=>`${+t.toFixed(3)}%`;var et=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;function Ue(t){return t===0?"0":t>=99.5?String(Math.round(t)):t>=.001?String(+t.toPrecision(2)):t.toExponential(0).replace("-","−")}var st=t=>`(${t.map(e=>w(e,3)).join(", ")})`,Et=(t,e)=>l`<span class="u-vector">(${e.map((s,o)=>[o>0&&", ",S(`${t}.${o}`,s,w(s,3))])})</span>`,oe=t=>`${w(100*t,0)} %`;var at=83,Ot=93.5,E={value:18,loss:50,state:104,flow:137,norm:174,title:214,bars:246,axis:434,end:440},Lo=162,Ft=7;function Ze(t,e){let{T:s,t:o,counts:n}=t,r=s>12?8:10,a={...t,radius:r,x:u=>+((u+.5)*at/s).toFixed(3),hatched:`url(#${e}-flow)`},c=n.map((u,h)=>h),i=(u,h)=>l`<text x="100%" y="${u+4}" text-anchor="end" class="u-soft u-name">${h}</text>`;return l`<svg class="u-figure${s>7&&" u-dense"}${s>12&&" u-denser"}" width="100%" height="${E.end}" role="img" aria-label="The chain of ${s} timesteps, the gradient that flows back through it, and what each timestep adds to the gradient of W_h">
    <defs>${et(`${e}-flow`)}</defs>
    <rect x="${q(o*at/s)}" y="0" width="${q(at/s)}" height="${E.end}" class="u-fill-panel"/>
    ${i(E.value,"loss")}${i(E.state,"state")}${i(E.flow,"gradient")}${i(E.norm,"its norm")}
    ${c.slice(1).map(u=>jo(a,u))}
    ${c.map(u=>[n[u]&&qo(a,u),Xo(a,u)])}
    ${Co(a,c)}
    ${c.map(u=>l`<rect x="${q(u*at/s)}" y="0" width="${q(at/s)}" height="${E.end}" class="u-hit" data-pick="selected" data-to="${u+1}"/>`)}
  </svg>`}var q=t=>`${+t.toFixed(3)}%`,Xt=(t,e,s)=>l`<svg x="${q(t)}" y="${e}" overflow="visible">${s}</svg>`,ne=t=>+(2+9*Math.min(1,Math.max(0,(Math.log10(t)+2.5)/3.5))).toFixed(2);function Xo({x:t,t:e,radius:s},o){return Xt(t(o),E.state,l`<circle r="${s}" class="u-node${o===e&&" u-chosen"}"/>
    <circle r="${s}" class="u-gap"/><text y="4" text-anchor="middle"${o===e&&l` class="u-strong"`}>${o+1}</text>`)}function qo({x:t,cut:e,carry:s,hatched:o,radius:n},r){let a=P(e.own[r]),c=ne(a)/2,i=E.state-E.loss-n-3,u=`M${-c} ${n+1}V${i-Ft}H${-c-3}L0 ${i}L${c+3} ${i-Ft}H${c}V${n+1}Z`;return[Lt(t(r),E.value,w(e.losses[r],2),s?"u-loss-value":"u-loss-value veil-carry"),Xt(t(r),E.loss,l`${a>0&&l`<path d="${u}" fill="${o}" class="u-flow"/>`}
      <circle r="${n-1}" class="u-loss-mark"/><text y="4" text-anchor="middle" class="u-strong u-ink-gradient">L</text>`)]}function jo(t,e){let{x:s,full:o,cut:n,carry:r,borders:a,hatched:c}=t,[i,u]=[s(e-1),s(e)],h=a.includes(e),p=(i+u)/2,f=P(n.flow[e-1]),d=h&&r?P(n.dropped[e]):0;return[(r||!h)&&l`<line x1="${q(i)}" x2="${q(u)}" y1="${E.state}" y2="${E.state}" class="u-forward"/>`,h&&!r&&l`<text x="${q(p)}" y="${E.state+4}" text-anchor="middle" class="u-strong u-halo">0</text>`,Je(i,u,P(o.flow[e-1]),"none","u-full"),Je(i,u,f,c,"u-flow"),d>0&&Ke(p,u,d,{left:3,right:2},c,"u-flow"),h&&l`<line x1="${q(p)}" x2="${q(p)}" y1="${E.state+11}" y2="${E.norm-18}" class="u-cut"/>`,h?Lt(p,E.norm,"cut","u-strong u-ink-gradient"):Lt(p,E.norm,Ue(f),f?"":"u-soft")]}function Je(t,e,s,o,n){if(s===0)return null;let r=ne(s)/2;return[Ke(t,e,s,{left:Ft+2,right:2},o,n),Xt(t,E.flow,l`<path d="M2 0l${Ft} ${-r-3}v${2*r+6}z" fill="${o}" class="${n}"/>`)]}function Ke(t,e,s,{left:o,right:n},r,a){let c=ne(s);return l`<svg x="${q(t)}" y="${E.flow}" width="${q(e-t)}" height="1" overflow="visible"><rect x="${o}" y="${-c/2}"
    width="100%" style="width:calc(100% - ${o+n}px)" height="${c}" fill="${r}" class="${a}"/></svg>`}var Lt=(t,e,s,o)=>Xt(t,e,l`<text y="4" text-anchor="middle" class="u-column ${o}">${s}</text>`);function Co({x:t,T:e,t:s,full:o,cut:n,norm:r,kept:a,hatched:c},i){let u=[...o.shares,...n.shares,r,a,0],h=Math.max(...u),p=Math.min(...u),f=Lo/(h-p||1),d=b=>E.bars+(h-b)*f,g=(b,x,y,v,M)=>{let[T,N]=[d(Math.max(y,0)),d(Math.min(y,0))];return l`<rect x="${q(b-x/2)}" y="${T.toFixed(2)}" width="${q(x)}" height="${(N-T).toFixed(2)}" fill="${v}" class="${M}"/>`},$=(b,x,y,v)=>[v!==0&&g(b,x,v,c,"u-share"),g(b,x,y,"none","u-share-full")],m=Math.min(.62*at/e,7);return l`<text x="0" y="${E.title}" class="u-halo">What each timestep adds to ∂L/∂W<tspan class="u-sub" dy="3">h</tspan></text>
    <line x1="0" x2="100%" y1="${d(0).toFixed(2)}" y2="${d(0).toFixed(2)}" class="u-zero"/>
    ${i.map(b=>[$(t(b),m,o.shares[b],n.shares[b]),n.shares[b]!==0&&Lt(t(b),d(Math.max(o.shares[b],n.shares[b],0))-12,w(n.shares[b],2),"u-share-value"),l`<text x="${q(t(b))}" y="${E.axis}" text-anchor="middle" class="${b===s?"u-strong":"u-soft"}">${b+1}</text>`])}
    <text x="${q(at+2)}" y="${E.axis}" text-anchor="middle">=</text>
    ${$(Ot,7,r,a)}
    <text x="${q(Ot)}" y="${(d(r)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo">${w(r,2)}</text>
    ${a!==r&&l`<text x="${q(Ot)}" y="${(d(Math.max(a,0))+16).toFixed(2)}" text-anchor="middle" class="u-strong u-halo u-ink-gradient">${w(a,2)}</text>`}
    <text x="${q(Ot)}" y="${E.axis}" text-anchor="middle" class="u-soft">sum</text>`}var it=t=>Array.isArray(t)?`[${t.map(it).join(", ")}]`:String(t);function Qe({T:t,k:e,loss:s,carry:o,x:n,targets:r,weights:a}){let{W_x:c,W_h:i,b:u,V:h,c:p}=a;return`import numpy as np
from unrolled.cells import SimpleRNN

x = np.array(${it(n)})
targets = np.array(${it(r)})
W_x = np.array(${it(c)}, dtype=float)
W_h = np.array(${it(i)}, dtype=float)
b = np.array(${it(u)}, dtype=float)
cell = SimpleRNN(W_x, W_h, b)
V, c = np.array(${it(h)}), ${p}
T, counts = len(x), np.ones(len(x))${s==="last"?`
counts[:-1] = 0  # only the last timestep has a loss`:"  # a loss at every timestep"}


def backpropagate(k, carry=True):
    """The loss, and H_{t-1}^T delta_t of every timestep, cut every k timesteps from the end."""
    loss, parts, state = 0.0, [], None
    borders = sorted({0, *range(T, 0, -k)})
    for start, end in zip(borders, borders[1:]):
        chunk = slice(start, end)
        trace = cell.forward(x[None, chunk, None], state if carry else None)
        errors = counts[chunk] * (trace.H[0] @ V + c - targets[chunk])
        gradients = cell.backward(trace, 2 * errors[None, :, None] * V)  # stops at the chunk's start
        before = np.concatenate([trace.H0, trace.H[0, :-1]])
        parts.append(before[:, :, None] * gradients.delta[0][:, None, :])
        loss, state = loss + (errors**2).sum(), trace.state
    return loss, np.concatenate(parts)


loss_full, parts_full = backpropagate(T)
loss, parts = backpropagate(${e}, carry=${o?"True":"False"})
G, cut = parts_full.sum(axis=0), parts.sum(axis=0)  # dL/dW_h, full and with cuts
norm, cut_norm = np.linalg.norm(G), np.linalg.norm(cut)
bars = (parts * G).sum(axis=(1, 2)) / norm
print("loss", loss_full, loss, "cosine", bars.sum() / cut_norm)
`}function ts(t,e,s){let o=e.findLast(({key:r})=>r in s),n=qt(e,s);return l`${o&&Io(o,s[o.key])}${n&&Ro(t,n)}`}function Io({key:t,about:e,setting:s,verdict:o},n){let{right:r,said:a,why:c}=o(n),i=JSON.stringify(n.about)!==JSON.stringify(e);return l`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",i&&" u-past"]}" data-verdict="${t}" tabindex="-1">${i?l`For ${s(n.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:l`${a} ${c}`}</p>`}var j=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,re=(t,e)=>t.filter(({key:s,moot:o})=>!o&&!(s in e)),qt=(t,e)=>re(t,e)[0];function Ro(t,{key:e,text:s,label:o,choices:n,locks:r}){let a=n?Object.entries(n).map(([c,i])=>l`<button type="button" data-answer="${c}">${i}</button>`):l`<label for="${t}-answer">${o}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${s}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var jt=t=>l`<span class="u-vector">${st(t)}</span>`,Ct=t=>l`δ<sub>${t}</sub>`;function es({T:t,t:e,k:s,cut:o,targets:n,counts:r,borders:a,weights:c}){let i=($,m)=>l`<tr><th scope="row">${$}</th><td>${m}</td></tr>`,u=e===t-1,h=a.includes(e+1),p=u?"nothing comes back to the last timestep":`cut between t = ${e+1} and ${e+2}`,d=o.H[e].map($=>1-$*$),g=o.own[e].map(($,m)=>$+o.flow[e][m]);return l`<p class="u-law">${Ct("t")} = (∂L<sub>t</sub>/∂H<sub>t</sub> + ${Ct("t+1")} W<sub>h</sub><sup>⊤</sup>) ⊙ (1 − H<sub>t</sub>²)</p>
    <table><tbody>
      ${i(l`∂L<sub>t</sub>/∂H<sub>t</sub>`,r[e]?l`2 (Y<sub>t</sub> − target) V = 2 (${w(o.Y[e],3)} ${n[e]<0?"+":"−"} ${w(Math.abs(n[e]),3)}) ${jt(c.V)} = ${Et("own",o.own[e])}`:l`0: no loss stands at t = ${e+1}`)}
      ${i(l`${Ct(e+2)} W<sub>h</sub><sup>⊤</sup>`,u||h?l`0: ${p}`:Et("flow",o.flow[e]))}
      ${i(l`1 − H<sub>t</sub>²`,jt(d))}
      ${i(Ct(e+1),l`${jt(g)} ⊙ ${jt(d)} = <b class="role-gradient">${Et("delta",o.delta[e])}</b>`)}
      ${i("its bar",l`⟨H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub>, G⟩ / ‖G‖ = <b>${S("share",o.shares[e],w(o.shares[e],3))}</b>${o.before[e].every($=>$===0)&&l` <span class="u-soft">since H<sub>t−1</sub> = 0</span>`}`)}
    </tbody></table>`}function ss({full:t,cut:e,norm:s,cutNorm:o,kept:n,cosine:r,carry:a}){let c=r===null?l`<span class="u-soft">none: a gradient is zero</span>`:S("cosine",r,w(r,3)),i=S("loss",e.loss,w(e.loss,3)),u=(h,p,f)=>l`<tr><th scope="row">${h}</th><td>${p}</td><td>${f}</td></tr>`;return l`<table class="u-table">
    <caption>∂L/∂W<sub>h</sub>, full (G) and with cuts</caption>
    <thead><tr><td></td><th scope="col">full</th><th scope="col">with cuts</th></tr></thead>
    <tbody>
      ${u(l`loss L = Σ L<sub>t</sub>`,S("loss_full",t.loss,w(t.loss,3)),a?i:j("carry",i))}
      ${u("norm",S("norm",s,w(s,3)),S("cut_norm",o,w(o,3)))}
      ${u("cosine with G",w(1,3),j("reach",c))}
      ${u("sum of the bars",w(s,3),S("kept",n,w(n,3)))}
      ${u("share kept",oe(1),s?S("kept_share",n/s,oe(n/s)):"none")}
    </tbody>
  </table>
  <p class="u-soft u-small">A bar is the part of H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub> that points along G, so the outlined bars add up to the norm of G, the hatched ones to norm × cosine of the cut gradient.</p>`}var ae={last:"at the last timestep only",every:"at every timestep"};function ns({T:t,k:e,loss:s,carry:o,cosines:n,norm:r,losses:a}){return[{key:"reach",locks:!0,moot:s!=="last"||!o||r===0,about:{T:t,loss:s,carry:o,cosines:n},setting:c=>`T = ${c.T} and the loss ${ae[c.loss]}`,text:l`The loss stands at the last timestep only, T = ${t}. <strong>How many timesteps back must the gradient reach (k)
        for the truncated gradient of W<sub>h</sub> to point within a cosine of ${Z} of the full one?</strong>`,label:"timesteps k",verdict:Po},{key:"carry",locks:!1,moot:e===t||a.reset===a.carried,about:{T:t,k:e,loss:s,losses:a},setting:c=>`T = ${c.T}, a cut every ${H(c.k,"timestep")} and the loss ${ae[c.loss]}`,text:l`Every ${H(e,"timestep")} the gradient is cut; the state is carried on. Now switch carrying off: each chunk starts from H = 0.
        <strong>Does the loss itself change?</strong>`,choices:{same:"No, only the gradient",changes:"Yes, the loss too"},verdict:zo}]}function Po({answer:t,about:e}){let{T:s,cosines:o}=e,n=o.findIndex(p=>p>=Z)+1,r=p=>w(o[p-1],3),a=`k = ${n} reaches ${r(n)}${n>1?`, k = ${n-1} only ${r(n-1)}`:""}.`,c=l`What happened more than k timesteps ago still gets no gradient at all: at no cosine can it be learned from.`,i=t===null?null:t===n;if(t===null)return{right:i,said:`It is k = ${n}.`,why:l`${a} ${c}`};if(i)return{right:i,said:`You said ${t}, and ${t} it is.`,why:l`${a} ${c}`};let u=`You said ${t}; it is ${n}.`;if(t<1||t>s)return{right:i,said:u,why:l`k counts timesteps, from 1 to T = ${s}: ${s} is the full gradient. ${a}`};if(t<n)return{right:i,said:u,why:l`With k = ${t} the cosine is ${r(t)}: the timesteps beyond the cut still pull in a direction that is missed. ${a}`};let h=t===s?l`k = ${s} cuts nothing, so its cosine is 1.`:l`k = ${t} is enough, with a cosine of ${r(t)}, but not the least.`;return{right:i,said:u,why:l`${h} ${a} Each step back multiplies by W<sub>h</sub><sup>⊤</sup> and by 1 − H², so the far timesteps hardly turn the sum. ${c}`}}function zo({answer:t,about:e}){let{carried:s,reset:o}=e.losses,n={same:"stays the same",changes:"changes"},r=t===null?null:t==="changes";return{right:r,said:t===null?"It changes.":r?"You said it changes, and it does.":"You said it stays the same; it changes.",why:l`From zero states the forward pass is another one: L = ${w(o,3)} instead of ${w(s,3)}.
      Its gradient is then exact, but of that other loss. With the state carried on, L keeps its value and only the gradient is cut: this is what a stateful layer does.`}}function rs({T:t,k:e,loss:s,carry:o,cosine:n,norm:r,cutNorm:a},c){let i=`A SimpleRNN of ${H(t,"timestep")} with the loss ${ae[s]}`;if(e===t)return`${i}: the gradient flows back to the first timestep uncut, and ∂L/∂W_h has norm ${w(r,3)}.`;let u=`${i}, cut every ${H(e,"timestep")} counted back from the end, the state ${o?"carried on":"reset to zero"} at each cut`,h=`the gradient of W_h has norm ${w(a,3)}; the full one has ${w(r,3)}`,p=c==="reach"?"":n===null?", and no direction to compare":`, and the cosine between them is ${w(n,3)}`;return`${u}: ${h}${p}.`}function as({x:t,targets:e,counts:s,full:o,cut:n,weights:r}){let{W_x:a,W_h:c,b:i,V:u,c:h}=r,p=f=>f.map(d=>st(d)).join("; ");return l`<table class="u-table">
    <caption>Timestep by timestep, with cuts; the full gradient in brackets</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X<sub>t</sub></th><th scope="col">target</th><th scope="col">Y<sub>t</sub></th><th scope="col">L<sub>t</sub></th>
      <th scope="col">H<sub>t</sub></th><th scope="col">δ<sub>t</sub></th><th scope="col">norm from t + 1</th><th scope="col">bar</th></tr></thead>
    <tbody>${t.map((f,d)=>l`<tr><th scope="row">${d+1}</th><td>${w(f,2)}</td><td>${w(e[d],2)}</td><td>${w(n.Y[d],4)}</td>
      <td>${s[d]?w(n.losses[d],4):"none"}</td><td>${st(n.H[d])}</td><td>${st(n.delta[d])}</td>
      <td>${os(P(n.flow[d]),P(o.flow[d]))}</td><td>${os(n.shares[d],o.shares[d])}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">∂L/∂W<sub>h</sub> full, G = ${p(o.dW_h)}; with cuts ${p(n.dW_h)}.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), Y<sub>t</sub> = H<sub>t</sub> V + c, L<sub>t</sub> = (Y<sub>t</sub> − target)²,
    with W<sub>x</sub> = ${p(a)}, W<sub>h</sub> = ${p(c)}, b = ${st(i)}, V = ${st(u)}, c = ${w(h,3)}.</p>`}var os=(t,e)=>`${w(t,4)} (${w(e,4)})`;var Go={last:"last t",every:"every t"},is=({limits:t,T:e,k:s,t:o})=>({timesteps:O(t.timesteps,e,H(e,"step")),truncate:O([t.truncate[0],e],s,s===e?`${H(s,"step")}, no cut`:H(s,"step")),selected:O([1,e],o+1,`t = ${o+1}`)}),cs={kind:"BPTTFlow",title:"Backpropagation through time",lead:"Gradients flow back through every timestep; truncation cuts them.",traits:["series","targets","W_x","W_h","b","V","c","limits","initial","predictions","timesteps","loss","truncate","carry","selected"],compute:Be,controls:is,body(t,e,s){let o=is(t);return l`<div class="u-controls">
      ${z(e,"timesteps",l`timesteps <i>T</i>`,o.timesteps)}
      ${z(e,"truncate",l`cut every <i>k</i>`,o.truncate)}
      ${G(e,"loss","loss at",Go,t.loss)}
      ${Q("carry","Carry the state over each cut",t.carry)}
    </div>
    <div data-slot="flow">${s.flow}</div>
    <p class="u-key"><b class="role-gradient">Hatched:</b> the gradient with cuts. <b>Outline:</b> the full gradient.
      <b>Thickness:</b> the norm of what flows back, on a log scale.</p>
    <div class="u-timestep">${z(e,"selected",l`timestep <i>t</i>`,o.selected)}</div>
    <div class="u-formula" data-slot="recursion">${s.recursion}</div>
    <div class="u-pair">
      <div data-slot="curve">${s.curve}</div>
      <div data-slot="gradients">${s.gradients}</div>
    </div>`},slots:(t,e)=>({flow:Ze(t,e),recursion:es(t),curve:De(t),gradients:ss(t)}),questions:ns,describe:rs,numbers:as,python:Qe};var _t={orthogonal:"orthogonal",gaussian:"Gaussian",symmetric:"symmetric",identity:"identity"},ie={linear:"linear",tanh:"tanh",relu:"ReLU",sigmoid:"sigmoid"},It=t=>String(t).replace(/[-\d]/g,e=>e==="-"?"⁻":"⁰¹²³⁴⁵⁶⁷⁸⁹"[e]),ct=t=>String(+t.toPrecision(3));function L(t){let e=Math.floor(t),s=(10**(t-e)).toFixed(2);return s==="10.00"&&(e+=1,s="1.00"),-5<e&&e<4?ct(10**t):`${s} × 10${It(e)}`}var lt={zero:-150*Math.log10(2),normal:-126*Math.log10(2),infinite:Math.log10((2-2**-24)*2**127)};function us(t){let e=Math.fround(10**t);return e===0?"underflows in float32 here":e===1/0?"overflows in float32 here":t<lt.normal?"loses digits in float32 here":""}function hs({family:t,radius:e,activation:s,timesteps:o,norms:n,below:r,above:a}){let c=n.indexOf(Math.max(...n));return[{key:"below",locks:!0,moot:t==="gaussian"||s!=="linear"||r===null,about:{family:t,radius:e},setting:({family:i,radius:u})=>`the ${_t[i]} matrix, spectral radius ${u}`,text:l`${ds(_t[t])} matrix, spectral radius ${e}, no activation.
        <strong>At which lag does the gradient first fall below 1/1000?</strong>`,label:"lag",verdict:Vo},{key:"growth",moot:t!=="gaussian"||s!=="linear"||e>=1,about:{radius:e,timesteps:o,above:a,peak:c,highest:n[c],first:n[1],last:n.at(-1)},setting:({radius:i})=>`the Gaussian matrix, spectral radius ${i}`,text:l`Gaussian matrix, spectral radius ${e}, no activation.
        <strong>Does the gradient shrink from the first step on?</strong>`,choices:{shrinks:"yes, at every step",grows:"no, it grows first"},verdict:Bo}]}var ds=t=>t[0].toUpperCase()+t.slice(1);function Vo({answer:t,about:{radius:e}}){let s=h=>h*Math.log10(e),o=Math.floor(-3/Math.log10(e)+1e-9)+1,n=h=>`${e}${It(h)} = ${L(s(h))}`,r=`Every step multiplies the norm by ${e}: ${n(o-1)} is not yet below 1/1000, ${n(o)} is. In one formula: log(1/1000) / log(${e}) = ${w(-3/Math.log10(e),1)}. Then choose the Gaussian matrix: another question waits there.`;if(t===null)return{right:null,said:`At lag ${o}.`,why:r};if(t===o)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:r};let a=`You said ${t}; it is ${o}.`,c=`At lag ${t} the norm is ${n(t)}`,i=Math.abs(t-o)<=5,u=t<o;return i?{right:null,said:a,why:`Close. ${c}, ${u?"still above":"already below"} 1/1000. ${r}`}:{right:!1,said:a,why:`${u?`Too early: ${ls(c)}, still ${L(s(t)+3)} times 1/1000`:`Too late: ${ls(c)}, ${t-o} steps after it fell below 1/1000`}. ${r}`}}var ls=t=>t[0].toLowerCase()+t.slice(1);function Bo({answer:t,about:{radius:e,timesteps:s,above:o,peak:n,highest:r,first:a,last:c}}){let i=o>0,u={shrinks:"it shrinks at every step",grows:"it grows first"},h=u[i?"grows":"shrinks"],p=i?`The spectral norm decides the first step: it is ${L(a)}, so at lag 1 the gradient can be ${L(a)} times as long. It is longest at lag ${n}, ${L(r)}, and stays above 1 for ${H(o,"step")}. The spectral radius ${e} decides the long run: ${o<s?`at lag ${s} the norm is ${L(c)}`:`${H(s,"timestep")} are too few to see it`}.`:`The spectral norm decides the first step, and ${L(a)} is below 1, so nothing can grow. Beyond radius ${w(e/10**a)} it is above 1, though the radius is not.`;if(t===null)return{right:null,said:`${ds(h)}.`,why:p};let f=t==="grows"===i;return f?{right:f,said:`You said ${h}, and it does.`,why:p}:{right:f,said:`You said ${u[t]}; ${h}.`,why:p}}function ps({family:t,radius:e,activation:s,timesteps:o,spectralNorm:n,norms:r,single:a,lag:c,below:i,back:u,beyond:h,above:p,clip:f,threshold:d},g){let $=`A SimpleRNN with 16 ${ie[s]} units, ${_t[t]} recurrent kernel of spectral radius ${e} and spectral norm ${ct(n)}`;if(g)return`${$}, over ${o} timesteps.`;let m=a[c],b=f?r[c]>d?` Clipping cuts it to ${L(d)}.`:` Clipping at ${L(d)} leaves it as it is: it cannot lift what has vanished.`:"",x=[p===o?[0,"stays above 1"]:[p||null,`stays above 1 for ${H(p,"step")}`],[i,`falls below 1/1000 at lag ${i}${u===null?"":` (and is above it again at lag ${u})`}`],[h,`exceeds 1000 at lag ${h}`]].filter(([v])=>v!==null).sort(([v],[M])=>v-M).map(([,v])=>v),y=x.length?`it ${x.join(x.length>2?", ":" and ")}`:"it stays between 1/1000 and 1";return`${$}: the gradient that reaches ${H(c,"timestep")} back has norm ${L(r[c])}${m&&` (${m.replace(" here","")})`}; over ${o} lags ${y}.${b}`}var kt=24,Rt=270,Ht=kt+Rt,fs=10;function ms(t,e){let{norms:s,clipped:o,radiusPowers:n,bounds:r,timesteps:a,lag:c,clip:i,threshold:u}=t,h=Yo(t),p=y=>`${+(100*y/a).toFixed(3)}%`,f=y=>(h.high-y)/(h.high-h.low),d=y=>+(kt+f(y)*Rt).toFixed(2),g=(y,v)=>l`<polyline points="${y.map((M,T)=>`${T},${+f(M).toFixed(4)}`).join(" ")}" class="${v}" vector-effect="non-scaling-stroke"/>`,$=(y,v)=>{let M=Math.min(1,h.high/Math.max(y[a],1e-9));return l`<path d="M0 ${f(0)}L${a*M} ${f(y[a]*M)}" class="${v}" vector-effect="non-scaling-stroke"/>`},m=ce(t),b=m==="below"?Math.min(fs,a):0,x=y=>l`<svg y="${kt}" width="100%" height="${Rt}" viewBox="0 0 ${a} 1" preserveAspectRatio="none">${y}</svg>`;return l`<svg class="u-figure" width="100%" height="${Ht+24}" role="img" aria-label="Norm of the gradient by lag, log axis">
    <defs>${et(`${e}-hatch`)}<clipPath id="${e}-under" clipPathUnits="objectBoundingBox">${Do(o,f,a)}</clipPath></defs>
    ${$s(h,d)}
    ${h.ticks.map(y=>l`<line x1="0" x2="100%" y1="${d(y)}" y2="${d(y)}" class="u-grid"/>
        <text x="-6" y="${d(y)+4}" text-anchor="end" class="u-soft">${y?`10${It(y)}`:"1"}</text>`)}
    ${Uo(a,p)}
    <g class="veil-${m}">
      <rect y="${kt}" width="100%" height="${Rt}" fill="url(#${e}-hatch)" clip-path="url(#${e}-under)" class="u-arrives"/>
      ${x([$(r,"u-bound"),$(n,"u-radius"),i&&g(s,"u-before"),g(o,"u-norm")])}
      ${Jo(t,h,p,d)}
      ${Zo(t,h,p,d)}
    </g>
    <g class="ask-${m}">${x(g(s.slice(0,b+1),"u-norm"))}
      <text x="${p(b)}" dx="10" y="${d(s[b])+4}" class="u-soft u-halo">${b?"and so on: how far down?":"does it shrink from the first step on?"}</text></g>
    ${i&&l`<line x1="0" x2="100%" y1="${d(u)}" y2="${d(u)}" class="u-threshold"/>
      <text x="100%" y="${d(u)-5}" text-anchor="end" class="u-halo">clip at ${L(u)}</text>`}
    <g class="${le(t)&&`veil-${m}`}">${Qo(t,p,d)}</g>
    ${$s(h,d,!0)}
  </svg>`}function Yo({norms:t,radiusPowers:e,bounds:s,clip:o,threshold:n}){let r=[0,...t,e.at(-1),...o?[n]:[]],a=Math.min(...r),c=Math.max(...r),i=Math.max(c-a,3),u=s.at(-1)>c+.05*i?.2:.1,h=[Math.min(a-.1*i,-1.1),c+u*i],p=[1,2,5,10,20,50,100].find(g=>(h[1]-h[0])/g<=7),f=Math.ceil(h[0]/p),d=Math.floor(h[1]/p)-f+1;return{low:h[0],high:h[1],ticks:Array.from({length:d},(g,$)=>(f+$)*p)}}function Do(t,e,s){let o=t.map((n,r)=>`${+(r/s).toFixed(5)},${+e(n).toFixed(4)}`);return l`<polygon points="0,1 ${o.join(" ")} 1,1"/>`}function $s({low:t,high:e},s,o=!1){return[[e,lt.infinite,"u-lost","overflows in float32 here"],[lt.normal,lt.zero,"u-poor",""],[lt.zero,t,"u-lost","underflows in float32 here"]].map(([r,a,c,i])=>{let[u,h]=[s(Math.min(r,e)),s(Math.max(a,t))];if(h<=u)return null;if(!o)return l`<rect y="${u}" width="100%" height="${+(h-u).toFixed(2)}" class="${c}"/>`;let p=i.startsWith("over")?u+16:h-6;return i&&h-u>20&&l`<text x="6" y="${p}" class="u-strong u-halo">${i}</text>`})}function Uo(t,e){let s=[1,2,5,10,20,25,50].find(o=>t/o<=5);return Array.from({length:Math.floor(t/s)+1},(o,n)=>n*s).map(o=>l`<line x1="${e(o)}" x2="${e(o)}" y1="${Ht}" y2="${Ht+4}" class="u-tick"/>
      <text x="${e(o)}" y="${Ht+18}" text-anchor="middle" class="u-soft">${o}</text>`)}function Jo({below:t,beyond:e,timesteps:s},{low:o,high:n},r,a){return[[t,-3,"1/1000"],[e,3,"1000"]].map(([i,u,h])=>{if(i===null||u<o||u>n)return null;let p=i>s/2,f=p===u<0,d=Math.abs(a(u)-a(0))>40;return l`<circle cx="${r(i)}" cy="${a(u)}" r="4.5" class="u-cross"/>
      ${d&&l`<text x="${r(i)}" dx="${p?-9:9}" y="${a(u)+(f?17:-8)}" text-anchor="${p?"end":"start"}" class="u-halo">${h} at lag ${i}</text>`}`})}function Zo({norms:t,radiusPowers:e,bounds:s,timesteps:o},n,r,a){let[c,i]=[n.low,Math.min(n.high,lt.infinite)],u=(f,d)=>f.every((g,$)=>Math.abs(a(g)-a(d[$]))<2),p=[{line:s,name:"upper bound",short:"bound",ink:"u-soft",at:.6},{line:e,name:"radius^lag",short:"radius^lag",ink:"",at:.4},{line:t,name:"gradient norm",short:"norm",ink:"u-ink-gradient",at:.7}].reduce((f,d)=>{let g=f.find(([$])=>u($.line,d.line));return g?g.push(d):f.push([d]),f},[]);return p.map(f=>{let{line:d,ink:g}=f.at(-1),$=p.filter(F=>F!==f).map(([F])=>F.line),m=d.at(-1)>0,b=F=>$.every(K=>K[F]<=d[F]+1e-9||d===t&&K[F]>i),x=Math.round((m&&b(o)?.9:$.length?f[0].at:.15)*o),y=Ko(d,x,c,i),v=$.length>0&&$.every(F=>F[y]>=d[y]-1e-9),M=d===s&&m&&d[o]>i,T=!M&&(m?b(y):v),N=M?4:m!==T?17:-8,X=f.length>1?f.toReversed().map(({short:F})=>F).join(" = "):f[0].name;return l`<text x="${r(y)}" dx="${T?-8:8}" y="${a(d[y])+N}" text-anchor="${T?"end":"start"}" class="u-strong u-halo ${g}">${X}</text>`})}function Ko(t,e,s,o){let n=.08*(o-s);for(;e>1&&(t[e]>o-n||t[e]<s+n);)e-=1;return e}var ce=({family:t})=>t==="gaussian"?"growth":"below",le=t=>t.family==="gaussian"||t.lag>fs;function Qo({lag:t,norms:e,clipped:s,timesteps:o},n,r){let a=t>o/2,c=r(s[t]);return l`<line x1="${n(t)}" x2="${n(t)}" y1="${kt-6}" y2="${Ht}" class="u-marker"/>
    <circle cx="${n(t)}" cy="${c}" r="5" class="u-read"/>
    <text x="${n(t)}" dx="${a?5:-5}" y="12" text-anchor="${a?"end":"start"}" class="u-strong u-halo">lag ${t}: ${L(e[t])}</text>`}var U=250,gs=1.9;function bs({eigenvalues:t,radius:e,family:s}){let o=i=>+(U*(.5+i/(2*gs))).toFixed(2),n=i=>+(U*i/(2*gs)).toFixed(2),r=U/2,a=([i,u])=>Math.hypot(i,u)>1+1e-9?l`<path d="M${o(i)} ${o(-u)-5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" class="u-outside"/>`:l`<circle cx="${o(i)}" cy="${o(-u)}" r="4" class="u-inside"/>`,c=t.filter(([i,u])=>Math.hypot(i,u)>1+1e-9).length;return l`<p class="u-heading">Eigenvalues of <i>W</i><sub>h</sub>: ${c?`${c} of ${t.length}`:"none"} outside${s==="identity"&&", all in one place"}</p>
  <svg class="u-figure u-plane" width="${U}" height="${U}" role="img" aria-label="Eigenvalues in the complex plane, spectral radius ${w(e)}">
    <line x1="0" x2="${U}" y1="${r}" y2="${r}" class="u-tick"/>
    <line x1="${r}" x2="${r}" y1="0" y2="${U}" class="u-tick"/>
    <circle cx="${r}" cy="${r}" r="${n(1)}" class="u-unit"/>
    <circle cx="${r}" cy="${r}" r="${n(e)}" class="u-radius"/>
    ${t.map(a)}
    <text x="${U}" y="12" text-anchor="end" class="u-soft u-halo">imaginary ↑</text>
    <text x="${U}" y="${r+18}" text-anchor="end" class="u-soft u-halo">real →</text>
    <text x="0" y="12" class="u-halo">solid: unit circle</text>
    <text x="0" y="${U-2}" class="u-halo">dashed: radius ${w(e)}</text>
  </svg>`}var tn={orthogonal:"np.linalg.qr(G).Q",gaussian:"G",symmetric:"(G + G.T) / 2",identity:"np.eye(units)"},en={linear:["a","np.ones(units)",1],tanh:["np.tanh(a)","1 - h**2",1],relu:["np.maximum(a, 0)","(a > 0).astype(float)",1],sigmoid:["1 / (1 + np.exp(-a))","h * (1 - h)",.25]};function xs({family:t,radius:e,activation:s,timesteps:o,lag:n,clip:r,threshold:a}){let[c,i,u]=en[s];return`import numpy as np

# The recurrent kernel: ${t}, scaled to its spectral radius.
units, T, radius, lag = 16, ${o}, ${e}, ${n}
G = np.random.default_rng(1480).normal(size=(units, units))
W = ${tn[t]}
W = W / np.abs(np.linalg.eigvals(W)).max()
W_h, eigenvalues = radius * W, radius * np.linalg.eigvals(W)
spectral_norm = np.linalg.norm(W_h, 2)

# Forward from a state of zeros; every unit receives 1 at every timestep.
h, slopes = np.zeros(units), []
for t in range(T):
    a = 1 + h @ W_h
    h = ${c}
    slopes.append(${i})

# Back: dH_T/dH_{T-k} for k = 1, 2, ... Its size goes into a logarithm, so nothing underflows.
product, log10_norms = np.eye(units), [0.0]
for slope in reversed(slopes):
    product = (W_h * slope) @ product  # dH_t/dH_{t-1} = W_h times the slopes, column by column
    size = np.linalg.norm(product, 2)
    product /= size
    log10_norms.append(log10_norms[-1] + np.log10(size))
log10_norms = np.array(log10_norms)

lags = np.arange(T + 1)
radius_powers = lags * np.log10(radius)
bounds = lags * np.log10(spectral_norm * ${u})
clipped = np.minimum(log10_norms, ${r?a:"np.inf"})
print("log10 of the norm at lag", lag, "is", log10_norms[lag])
print("lags below 1/1000:", lags[log10_norms < -3 - 1e-9])
`}var Mt=16,ys={linear:1,tanh:1,relu:1,sigmoid:.25},Pt=1e-9,vs={kind:"GradientDecay",title:"Gradient decay",lead:"A gradient that travels back in time is multiplied once a step: it vanishes or explodes.",traits:["families","kernels","eigenvalues","limits","initial","predictions","family","radius","activation","timesteps","lag","clip","threshold"],compute(t){let{family:e,radius:s,activation:o,timesteps:n,clip:r,threshold:a,limits:c}=t,i=t.families.indexOf(e),u=ws(t.kernels,i,Mt,s),h=new B({W_x:[Array(Mt).fill(1)],W_h:u,b:Array(Mt).fill(0),activation:o}),p=h.log10JacobianNorms(h.forward(Array(n).fill([1]))),f=Nt(u),d=Math.log10(f*ys[o]),g=p.map(($,m)=>m);return{family:e,radius:s,activation:o,timesteps:n,clip:r,threshold:a,limits:c,norms:p,spectralNorm:f,lag:Math.min(t.lag,n),eigenvalues:ws(t.eigenvalues,i,2,s),steepest:ys[o],radiusPowers:g.map($=>$*Math.log10(s)),bounds:g.map($=>$*d),single:p.map(us),clipped:p.map($=>r?Math.min($,a):$),...sn(p)}},controls({radius:t,timesteps:e,lag:s,clip:o,threshold:n,limits:r}){return{radius:O(r.radius,t,w(t),.01),timesteps:O(r.timesteps,e,H(e,"step")),lag:O([0,e],s,H(s,"step")),threshold:{...O(r.threshold,n,o?L(n):"off",.5),disabled:!o}}},body(t,e,s){let o=this.controls(t),n=(r,a)=>z(e,r,a,o[r]);return l`<div class="u-controls">
      ${G(e,"family",l`recurrent kernel <i>W</i><sub>h</sub>`,_t,t.family)}
      ${G(e,"activation","activation",ie,t.activation)}
      ${n("radius","spectral radius")}
      ${n("timesteps",l`length <i>T</i>`)}
      ${Q("clip","clip the norm",t.clip)}
      ${n("threshold","largest norm")}
    </div>
    <p class="u-heading">Norm ‖∂<i>H</i><sub>T</sub> / ∂<i>H</i><sub>T−k</sub>‖<sub>2</sub> of the gradient that reaches <i>k</i> timesteps back, on a log axis</p>
    <div class="u-plot" data-slot="chart">${s.chart}</div>
    <div class="u-scrub">${n("lag",l`lag <i>k</i>`)}</div>
    <p class="u-key" data-slot="key">${s.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${s.readouts}</div>
      <div data-slot="plane">${s.plane}</div>
    </div>`},slots:(t,e)=>({chart:ms(t,e),key:on(t),readouts:nn(t),plane:bs(t)}),questions:hs,describe:ps,numbers:rn,python:xs};function ws(t,e,s,o){let n=(r,a)=>t.getFloat64(8*((e*Mt+r)*s+a),!0);return Array.from({length:Mt},(r,a)=>Array.from({length:s},(c,i)=>o*n(a,i)))}function sn(t){let e=(o,n=0)=>{let r=t.findIndex((a,c)=>c>=n&&o(a));return r<0?null:r},s=e(o=>o<-3-Pt);return{below:s,back:s===null?null:e(o=>o>=-3-Pt,s),beyond:e(o=>o>3+Pt),above:(e(o=>o<=Pt,1)??t.length)-1}}var on=({clip:t,steepest:e,single:s})=>l`<b class="role-gradient">Hatched:</b> what arrives${t&&" after clipping; thin line: before"}.
  <b>Dashed:</b> radius^lag, the slope of linear units in the long run, not a bound.
  <b>Thin gray:</b> (spectral norm${e<1&&" × ¼, the steepest sigmoid"})^lag, an upper bound.
  Every unit receives 1 at every timestep, and the state starts at zero.${s.some(Boolean)&&l`
  <b>Shaded:</b> beyond float32, which overflows above 3.4 × 10³⁸, loses digits below 1.2 × 10⁻³⁸ and underflows to zero below its smallest number, 1.4 × 10⁻⁴⁵.`}`;function nn(t){let{radius:e,spectralNorm:s,norms:o,single:n,clipped:r,radiusPowers:a,bounds:c,lag:i,timesteps:u,below:h,back:p,beyond:f,above:d,steepest:g,clip:$}=t,m=(N,X)=>l`<tr><th scope="row">${N}</th><td>${X}</td></tr>`,b=(N,X)=>S(N,X,L(X)),x=N=>le(t)?j(ce(t),N):N,y=(N,X,F)=>x(l`${N}<sup>${i}</sup> = ${b(X,F)}`),v=l`<span class="u-soft">not within ${u} lags</span>`,M=(N,X,F)=>X===null?v:l`lag ${S(N,X)}${F}`,T=p===null?", and stays":l`, above again at ${S("back",p)}`;return l`<table><tbody>
    ${m("spectral radius",S("radius",e,w(e)))}
    ${m("spectral norm",S("spectral_norm",s,ct(s)))}
    ${m(l`norm at lag ${i}`,x(l`<b>${b("log10_norm",o[i])}</b> = 10<sup>${w(o[i])}</sup>`))}
    ${m("precision",n[i]?l`<span class="u-alarm">${n[i]}</span>`:"fits into float32")}
    ${m("after clipping",$?b("log10_clipped",r[i]):l`<span class="u-soft">not clipped</span>`)}
    ${m("radius^lag",y(ct(e),"log10_radius_power",a[i]))}
    ${m("upper bound",y(g<1?`(${ct(s)} × ¼)`:ct(s),"log10_bound",c[i]))}
    ${m("above 1 for",j("growth",S("above",d,d?`the first ${H(d,"step")}`:"no step")))}
    ${m("below 1/1000",j("below",M("below",h,T)))}
    ${m("above 1000",M("beyond",f))}
  </tbody></table>`}function rn({family:t,norms:e,single:s,clipped:o,radiusPowers:n,bounds:r,clip:a}){let c=i=>t==="gaussian"?j("growth",i):i;return l`<table class="u-table">
    <caption>Norm of ∂H_T/∂H_T−k for every lag k, its base-ten logarithm, and the bounds</caption>
    <thead><tr><th scope="col">lag</th><th scope="col">norm</th><th scope="col">log10</th>${a&&l`<th scope="col">clipped</th>`}<th scope="col">radius^lag</th><th scope="col">bound</th><th scope="col">in float32</th></tr></thead>
    <tbody>${e.map((i,u)=>l`<tr><th scope="row">${u}</th><td>${c(L(i))}</td><td>${c(w(i,3))}</td>${a&&l`<td>${c(L(o[u]))}</td>`}<td>${L(n[u])}</td><td>${L(r[u])}</td><td>${s[u]||"fits"}</td></tr>`)}</tbody>
  </table>`}var me={};Ee(me,{body:()=>dn,compute:()=>Ms,controls:()=>Es,describe:()=>bn,numbers:()=>xn,python:()=>As,questions:()=>mn,slots:()=>pn});function ue(t,e){return t.map((s,o)=>s.map((n,r)=>(n-e[o][r])**2))}function zt(t,e=null){let s=0,o=0;return t.forEach((n,r)=>n.forEach((a,c)=>{e&&!e[r][c]||(s+=a,o+=1)})),s/o}function ft(t,e,s=1,o=1){return t<e+s?0:Math.floor((t-e-s)/o)+1}function _s(t){let e=t.reduce((n,r)=>n+r,0)/t.length,s=Math.sqrt(t.reduce((n,r)=>n+(r-e)**2,0)/t.length),o=t.every(n=>n===t[0]);return{center:e,spread:o||s===0?1:s}}function he(t,e,s="post",o=0){let n=(r,a,c)=>{let i=Array(e-r.length).fill(a);return s==="post"?[...c,...i]:[...i,...c]};return{X:t.map(r=>n(r,o,r)),mask:t.map(r=>n(r,!1,r.map(()=>!0)))}}function de({length:t,window:e,horizon:s,stride:o,train:n,order:r}){let a=Math.min(n,t),c={train:[0,a],test:[a,t]},i=(u,h,p)=>Array.from({length:ft(h-u,e,s,o)},(f,d)=>{let g=u+d*o,$=g+e+s,m=p(g);return{start:g,end:$,part:m,leaks:m==="train"&&$>a}});return r==="split first"?Object.entries(c).flatMap(([u,[h,p]])=>i(h,p,()=>u)):i(0,t,u=>u<a?"train":"test")}var I=[6,4,2,5],R=["A","B","C","D"],ut={W_x:[[.9,-.6]],W_h:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1},Hs=new B(ut);function pe(t,e=null){let s=t.map((n,r)=>Hs.forward(n.map(a=>[a]),{mask:e?.[r]}).H),o=s.map(n=>n.map(r=>r.reduce((a,c,i)=>a+c*ut.V[i],ut.c)));return{states:s,forecasts:o}}var $e=Hs.forward(Array(200).fill([0])).state,Gt=(t,e)=>Math.max(...t.map((s,o)=>Math.abs(s-e[o]))),ks=t=>Math.max(...t.flatMap(e=>t.map(s=>Gt(e,s))));function Ms(t){let{rows:e,length:s,pad_to:o,where:n,mask:r}=t,a=e.map(_=>_[0]),{center:c,spread:i}=_s(a),u=a.map(_=>(_-c)/i),h=I.map((_,W)=>Math.floor(W*(s-_-1)/3)),p=I.map((_,W)=>u.slice(h[W],h[W]+_)),f=I.map((_,W)=>u.slice(h[W]+1,h[W]+_+1)),{X:d,mask:g}=he(p,o,n),$=he(f,o,n).X,m=pe(p),b=pe(d),x=r?pe(d,g):b,y=ue(x.forecasts,$),v=({states:_})=>_.map((W,rt)=>Gt(W.at(-1),m.states[rt].at(-1))),M=m.states.map(_=>_.at(-1)),T=b.states.map(_=>_.at(-1)),N=I.map(_=>o-_),X=(_,W)=>Gt(_,$e)<Gt(M[W],$e),F=!r&&n==="post"&&T.every((_,W)=>!N[W]||X(_,W)),K=zt(y),k=zt(y,g);return{center:c,spread:i,starts:h,inputs:p,targets:f,X:d,y:$,mask:g,errors:y,padTo:o,where:n,masked:r,sequence:R.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:x.states,alone:m.states,hT:x.states.map(_=>_.at(-1)),hAlone:M,hPlain:T,rest:$e,pulled:F,apart:ks(T),apartAlone:ks(M),drift:v(x),driftPlain:v(b),lossAll:K,lossReal:k,loss:r?k:K,lossAlone:zt(ue(m.forecasts,f)),steps:R.length*o,realSteps:I.reduce((_,W)=>_+W,0)}}var ot={top:4,pitch:54,label:18,cell:28},C={top:ot.top+4*ot.pitch+48,tab:17,height:116},an=C.top+C.height+26,Ws=["u-unit-1","u-unit-2"],mt=t=>Vt(t)?w(t):String(+t.toPrecision(1)).replace("-","−"),Vt=t=>t>=.005;function Ss(t,e){let{padTo:s,sequence:o}=t,n=r=>`${+(100*r/s).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${an}" role="img" aria-label="The padded batch and the hidden states of sequence ${R[o]}">
    ${R.map((r,a)=>cn(t,a,n))}
    ${ln(t,n)}
  </svg>`}function cn({X:t,mask:e,masked:s,sequence:o,drift:n,padTo:r},a,c){let i=ot.top+a*ot.pitch,u=i+ot.label,h=t[a].map((p,f)=>{let d=e[a][f],g=l`x="${c(f)}" y="${u}" width="${c(1)}" height="${ot.cell}"`,$=p<0?"u-fill-negative":"u-fill-positive";return l`${d&&l`<rect ${g} class="${$}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(p)/2)).toFixed(3)}"/>`}
      <rect ${g} class="${d?"u-real":"u-pad"}"/>
      ${!d&&s&&l`<line x1="${c(f)}" x2="${c(f+1)}" y1="${u+ot.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${c(f+.5)}" y="${u+19}" text-anchor="middle" class="${d?"u-cell":"u-cell u-soft"}">${d?w(p,1):s?"":"0"}</text>`});return l`<g class="${a===o&&"u-selected"}">
    <text x="0" y="${i+12}" class="u-strong">${R[a]} <tspan class="u-soft u-plain">${I[a]} real, ${r-I[a]} padded${a===o&&", shown below"}</tspan></text>
    <text x="100%" y="${i+12}" text-anchor="end" class="${Vt(n[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${mt(n[a])}</text>
    ${h}
    <rect x="0" y="${i}" width="100%" height="${ot.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(R[a])}"/>
  </g>`}function ln({states:t,alone:e,mask:s,sequence:o,drift:n,padTo:r,where:a},c){let i=I[o],u=a==="post"?0:r-i,h=y=>+((1-y)/2).toFixed(4),p=y=>+(C.top+h(y)*C.height).toFixed(2),f=(y,v,M)=>l`<polyline points="${y.map((T,N)=>`${v+N+.5},${h(T)}`).join(" ")}" class="${M}" vector-effect="non-scaling-stroke"/>`,d=u?[0,u]:[i,r],g=R[o],$=t[o].at(-1),m=c((d[0]+d[1])/2),b=a==="post"?{at:m,anchor:"middle",h:e[o].at(-1)}:{at:c(u+.5),dx:-8,anchor:"end",h:e[o][0]},x=un([...$,...b.h].map(p));return l`<text x="0" y="${C.top-30}" class="u-strong">Hidden state of ${g}, step by step</text>
    ${d[1]>d[0]&&l`<rect x="${c(d[0])}" y="${C.top-C.tab}" width="${c(d[1]-d[0])}" height="${C.height+C.tab}" class="u-fill-panel"/>
      <text x="${m}" y="${C.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(y=>l`<line x1="0" x2="100%" y1="${p(y)}" y2="${p(y)}" class="u-grid"/>
      <text x="0" y="${y>0?p(y)+12:p(y)-3}" class="u-soft">${w(y,0)}</text>`)}
    <svg x="0" y="${C.top}" width="100%" height="${C.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${$.map((y,v)=>{let M=e[o].map(T=>T[v]);return f(a==="post"?[...M,...Array(r-i).fill(M.at(-1))]:M,u,`u-alone ${Ws[v]}`)})}
      <g class="veil-drift">${$.map((y,v)=>f(t[o].map(M=>M[v]),0,`u-state ${Ws[v]}`))}</g>
    </svg>
    <g class="veil-drift">${$.map((y,v)=>l`${t[o].map((M,T)=>l`<circle cx="${c(T+.5)}" cy="${p(M[v])}" r="3" class="${s[o][T]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${x[v]}" text-anchor="end" class="u-halo">unit ${v+1}</text>`)}</g>
    ${n[o]>0&&b.h.map((y,v)=>l`<text x="${b.at}" dx="${b.dx??0}" y="${x[$.length+v]}" text-anchor="${b.anchor}" class="u-halo u-soft">unit ${v+1} alone</text>`)}
    ${d[1]>d[0]&&l`<text x="${m}" y="${C.top+C.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[o].map((y,v)=>l`<text x="${c(v+.5)}" y="${C.top+C.height+18}" text-anchor="middle" class="u-soft">${v?v+1:"t = 1"}</text>`)}`}function un(t){let s=t.map((a,c)=>c).sort((a,c)=>t[a]-t[c]),o=[],n=C.top+12-15;for(let a of s)n=o[a]=Math.max(t[a]-8,n+15);let r=C.top+C.height-4;for(let a of s.toReversed())o[a]=+Math.min(o[a],r).toFixed(2),r=o[a]-15;return o}var gt=t=>Array.isArray(t)?`[${t.map(gt).join(", ")}]`:String(t),fe=t=>t.map(e=>`    ${gt(e)},`).join(`
`);function Ts({series:t,names:e,units:s,window:o,stride:n,horizon:r,train:a,order:c,selected:i}){let u=e.map((p,f)=>s[f]?`${p} (${s[f]})`:p).join(", "),h=c==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${fe(t)}
], dtype=float)
window, horizon, stride, train = ${o}, ${r}, ${n}, ${a}


def windows(series):
    """X of shape (n, window, features) and the next values of the first feature, (n, horizon)."""
    n = max(0, (len(series) - window - horizon) // stride + 1)
    starts = stride * np.arange(n)
    inputs = starts[:, None] + np.arange(window)
    targets = starts[:, None] + window + np.arange(horizon)
    return series[inputs], series[targets, 0], starts


${h?`# Split first, then cut each part: no window can reach across.
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

selected = ${i}
if len(X):
    print(X[selected], y[selected])
`}function As({inputs:t,targets:e,padTo:s,where:o,masked:n}){let{W_x:r,W_h:a,b:c,V:i,c:u}=ut,h=o==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${I.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${fe(t)}
]
targets = [
${fe(e)}
]
length, where, use_mask = ${s}, "${o}", ${n?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${gt(r)})
W_h = np.array(${gt(a)})
b = np.array(${gt(c)})
V, c = np.array(${gt(i)}), ${u}


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
# X = keras.utils.pad_sequences(sequences, maxlen=length, padding="${h}", dtype="float64")[..., None]
# rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
# rnn.build(X.shape); rnn.set_weights([W_x, W_h, b])
# states = rnn(X, mask=${n?"mask":"None"})
`}var hn={post:"after",pre:"before"},Es=({limits:t,padTo:e})=>({pad_to:O(t.pad_to,e,H(e,"step"))});function dn(t,e,s){return l`<div class="u-controls">
    ${z(e,"pad_to",l`pad to <i>T</i>`,Es(t).pad_to)}
    ${G(e,"sequence","states of",Object.fromEntries(R.map(o=>[o,o])),R[t.sequence])}
    ${G(e,"where","zeros",hn,t.where)}
    ${Q("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${s.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${s.states}</div>
    <div class="u-loss" data-slot="loss">${s.loss}</div>
  </div>`}var pn=(t,e)=>({grid:Ss(t,e),states:$n(t),loss:fn(t)}),Ns=(t,e)=>l`(${e.map((s,o)=>[o>0&&", ",S(`${t}.${o}`,s,w(s))])})`;function $n({hT:t,hAlone:e,drift:s}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${R.map((o,n)=>l`<tr><th scope="row">${o}</th><td>${Ns(`h_alone.${o}`,e[n])}</td>
        <td>${j("drift",Ns(`h_T.${o}`,t[n]))}</td>
        <td>${j("drift",l`<span class="${Vt(s[n])&&"u-alarm"}">${S(`drift.${o}`,s[n],mt(s[n]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function fn({lossAll:t,lossReal:e,loss:s,lossAlone:o,masked:n,steps:r,realSteps:a}){let c=Math.max(t,e,o)||1,i=(u,h,p,f)=>l`<div class="u-meter${f&&" u-counts"}">
    <span>${p}${f&&l` <b class="veil-drift">counts</b>`}</span><b>${j("drift",S(u,h,w(h,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*h/c).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${i("loss_all",t,`over all ${r} steps`,!n)}
    ${i("loss_real",e,`over the ${a} real steps`,n)}
    ${i("loss_alone",o,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${S("loss",s,w(s,3))}.</span></p>`}function mn({padTo:t,where:e,hAlone:s,hPlain:o}){let n=I.indexOf(Math.min(...I)),r=t-I[n];return[{key:"drift",locks:!0,moot:!1,about:{sequence:R[n],zeros:r,where:e,alone:s[n],padded:o[n]},setting:({sequence:a,zeros:c,where:i})=>`${a} with ${H(c,"zero")} ${i==="post"?"after":"before"} it`,text:l`Sequence ${R[n]} has ${I[n]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:gn}]}function gn({answer:t,about:e}){let{sequence:s,zeros:o,where:n,alone:r,padded:a}=e,c=d=>`(${d.map(g=>w(g)).join(", ")})`,i=r.every((d,g)=>d===a[g])?"same":"changes",u={same:"stays the same",changes:"changes"},h=t===null?`It ${u[i]}.`:t===i?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[i]}.`,p=n==="post"?`After ${H(o,"zero")}`:`With ${H(o,"zero")} before it`,f=l`${p} the state of ${s} is ${c(a)} instead of ${c(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===i,said:h,why:f}}function bn({padTo:t,where:e,masked:s,drift:o,loss:n,lossAlone:r,pulled:a,rest:c,apart:i,apartAlone:u},h){let p=`Four sequences of ${I.slice(0,-1).join(", ")} and ${I.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(h)return`${p}, without a mask.`;let f=o.indexOf(Math.max(...o));if(s)return`${p}, with a mask: every last state equals that of the sequence alone, and the loss is ${w(n,3)} as it is without padding.`;if(o[f]===0)return`${p}, without a mask.`;let d=a?` The zeros pull every padded state toward one resting point, (${c.map(g=>w(g)).join(", ")}), whatever the sequence was: the four end at most ${mt(i)} apart, alone ${mt(u)}.`:"";return`${p}, without a mask: the last state of ${R[f]} moves most, by ${mt(o[f])}, and the loss is ${w(n,3)} where it should be ${w(r,3)}.${d}`}function xn({X:t,y:e,mask:s,states:o,errors:n,masked:r,sequence:a,center:c,spread:i,name:u}){let h=m=>m.map(b=>[].concat(b).map(x=>w(x,1)).join(", ")).join("; "),{W_x:p,W_h:f,b:d,V:g,c:$}=ut;return l`<table class="u-table">
    <caption>Sequence ${R[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,b)=>l`<tr><th scope="row">${b+1}</th><td>${s[a][b]?"yes":"no"}</td><td>${w(m,4)}</td>${o[a][b].map(x=>l`<td>${w(x,4)}</td>`)}<td>${w(e[a][b],4)}</td><td>${w(n[a][b],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${w(c,3)} and standard deviation ${w(i,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${h(p)}), W<sub>h</sub> = (${h(f)}), b = (${h([d])}), V = (${h([g])}), c = ${w($,1)}.</p>`}var ye={};Ee(ye,{body:()=>En,compute:()=>An,controls:()=>Ps,describe:()=>Pn,numbers:()=>zn,python:()=>Ts,questions:()=>qn,slots:()=>On});var Os=320,Fs=290,bt={x:32,bottom:264},ge=104,be=.5,yn=12;function Xs(t,e){let{n:s,window:o,features:n,selected:r,cut:a,nTrain:c,nTest:i}=t,u={width:26,height:Math.min(21,180/o)},h={width:n*u.width,height:o*u.height};if(!s){let $={x:bt.x,y:bt.bottom-h.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${Os} ${Fs}" role="img" aria-label="An empty box: no window fits">
      ${Bt($,h,"u-void")}${Ls(t,()=>$,h)}</svg>`}let p=c&&i?yn:0,f=Math.min(11,(ge-p)/s),d=$=>{let m=$*f+($>=c?p:0);return{x:bt.x+m,y:bt.bottom-h.height-m*be}},g=a.map(($,m)=>s-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${Os} ${Fs}" role="img"
    aria-label="The tensor as a box: a sheet of ${o} timesteps by ${n} features for every window, X[${r}] beside it">
    <defs>${et(`${e}-sheet`)}</defs>
    ${g.map($=>$===r?Bt(d($),h,"u-slot"):wn(a[$],$,d($),h,e))}
    ${qs(d(0),h,u,o,n)}
    ${vn(t,d(r),h,u)}
    ${Ls(t,d,h)}
  </svg>`}var A=t=>+t.toFixed(2),Bt=({x:t,y:e},{width:s,height:o},n)=>l`<rect x="${A(t)}" y="${A(e)}" width="${s}" height="${A(o)}" class="${n}"/>`;function wn({part:t,leaks:e},s,o,n,r){return l`<g class="${s>1&&"veil-count"}">${Bt(o,n,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${A(o.x)}" y="${A(o.y)}" width="${n.width}" height="${A(n.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function qs({x:t,y:e},{width:s,height:o},n,r,a){let c=Array.from({length:r-1},(u,h)=>`M${A(t)} ${A(e+(h+1)*n.height)}h${s}`),i=Array.from({length:a-1},(u,h)=>`M${A(t+(h+1)*n.width)} ${A(e)}v${A(o)}`);return l`<path d="${[...c,...i].join("")||"M0 0"}" class="u-cell-lines"/>`}function vn({series:t,X:e,features:s,selected:o,window:n},r,a,c){let i={x:bt.x+a.width+ge+20,y:bt.bottom-a.height-ge*be/2},h=Array.from({length:s},(d,g)=>t.map($=>$[g])).map(d=>{let g=Math.min(...d),$=Math.max(...d);return m=>A(.08+.72*($===g?.5:(m-g)/($-g)))}),p=e.flatMap((d,g)=>d.map(($,m)=>l`<rect x="${A(i.x+m*c.width)}" y="${A(i.y+g*c.height)}" width="${c.width}" height="${A(c.height)}" class="u-fill-input" fill-opacity="${h[m]($)}"/>`)),f=A(r.x+a.width);return l`<path d="M${f} ${A(r.y)}L${A(i.x)} ${A(i.y)}M${f} ${A(r.y+a.height)}L${A(i.x)} ${A(i.y+a.height)}" class="u-guide"/>
    ${p}${qs(i,a,c,n,s)}${Bt(i,a,"u-sheet-chosen")}
    <text x="${A(i.x+a.width/2)}" y="${A(i.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${o}]</text>`}function Ls({n:t,window:e,features:s,nTrain:o,nTest:n},r,a){let c=r(t-1),{x:i,y:u}=r(0),h=A(Math.atan(be)*180/Math.PI);return l`<text transform="translate(${A(i-3)} ${A(u-10)}) rotate(${-h})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${n>0&&o>0&&l`<text x="${A(c.x+a.width)}" y="${A(c.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${A(i-10)} ${A(u+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${A(i)}" y="${A(u+a.height+18)}">features d = ${s}</text>`}var xt={top:22,height:201},V={top:269,height:168},xe=V.top+V.height;function Cs(t,e){let{length:s,border:o,chosen:n,window:r,horizon:a,features:c}=t,i=p=>`${+(100*p/s).toFixed(3)}%`,u=xt.height/c,h=(p,f,d)=>l`<rect x="${i(p)}" y="${xt.top}" width="${i(f)}" height="${V.top-xt.top}" class="${d}"/>`;return l`<svg class="u-figure" width="100%" height="${xe+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${et(`${e}-leak`)}</defs>
    <rect x="${i(o)}" y="0" width="${i(s-o)}" height="${xe}" class="u-fill-panel"/>
    ${n&&[h(n.start,r,"u-band-input"),h(n.start+r,a,"u-band-output")]}
    ${t.names.map((p,f)=>_n(t,f,xt.top+f*u,u,i))}
    ${kn(s,i)}
    <line x1="${i(o)}" x2="${i(o)}" y1="0" y2="${xe}" class="u-split"/>
    ${n?[Hn(t,i),t.cut.map((p,f)=>Mn(t,f,i,e)),Wn(t,i)]:Sn(t,i,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${H(o,"value")}</text>
    ${o<s&&l`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${s-o}</text>`}
  </svg>`}function _n({series:t,names:e,units:s,chosen:o,window:n,length:r},a,c,i,u){let h=t.map(v=>v[a]),p=Math.min(...h),f=Math.max(...h),d=v=>+(f===p?.5:(f-v)/(f-p)).toFixed(4),g=c+21,$=i-30,m=(v,M,T)=>{let N=h.slice(v,M).map((X,F)=>`${v+F+.5},${d(X)}`);return l`<polyline points="${N.join(" ")}" class="${T}" vector-effect="non-scaling-stroke"/>`},b=(v,M,T)=>h.slice(v,M).map((N,X)=>l`<circle cx="${u(v+X+.5)}" cy="${+(g+d(N)*$).toFixed(2)}" r="2.6" class="${T}"/>`),x=o&&o.start+n,y=o&&a===0;return l`<text x="0" y="${c+13}" class="u-halo">${e[a]} <tspan class="u-soft">${js(p)} to ${js(f)} ${s[a]}</tspan></text>
    <svg x="0" y="${g}" width="100%" height="${$}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${o&&m(o.start,x,"u-line-input")}
      ${y&&m(x-1,o.end,"u-line-output")}
    </svg>
    ${o&&b(o.start,x,"u-dot-input")}
    ${y&&b(x,o.end,"u-dot-output")}`}var js=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function kn(t,e){let s=[1,5,10,20,25,50].find(n=>t/n<=6),o=xt.top+xt.height;return Array.from({length:Math.ceil(t/s)},(n,r)=>r*s).map(n=>l`<line x1="${e(n+.5)}" x2="${e(n+.5)}" y1="${o}" y2="${o+4}" class="u-tick"/>
      <text x="${n?e(n+.5):0}" y="${o+17}" text-anchor="${n?"middle":"start"}" class="u-soft">${n||"t = 0"}</text>`)}function Hn({selected:t,chosen:e,window:s,length:o},n){let r=Math.min(Math.max(e.start+s,.14*o),.86*o);return l`<text x="${n(r)}" dx="-5" y="${V.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${n(r)}" dx="5" y="${V.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function Mn({cut:t,n:e,selected:s,window:o,horizon:n,border:r,length:a},c,i,u){let{start:h,end:p,leaks:f}=t[c],d=Math.min(21,V.height/e),g=+(V.top+c*d).toFixed(2),$=+(d-(d>6?4:d/4)).toFixed(2),m=+(g+$/2).toFixed(2),b=Math.max(h,r),x=p<.76*a?{x:i(p),dx:6,"text-anchor":"start"}:{x:i(h),dx:-6,"text-anchor":"end"},y=Object.entries(x).map(([v,M])=>l` ${v}="${M}"`);return l`<g class="u-bar${c===s&&" u-selected"}${c>1&&" veil-count"}">
    <rect x="${i(h)}" y="${g}" width="${i(o)}" height="${$}" class="u-bar-input"/>
    <line x1="${i(h+o)}" x2="${i(p)}" y1="${m}" y2="${m}" stroke-width="${$}" class="u-bar-output"/>
    ${f&&l`<rect x="${i(b)}" y="${g}" width="${i(p-b)}" height="${$}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${d>=12&&l`<text${y} y="${m+4}" class="u-halo">${c}${f&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${g}" width="100%" height="${+d.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${c}"/>
  </g>`}function Wn({cut:t,n:e},s){let o=V.top+2*Math.min(21,V.height/e)+14;return e>2&&l`<text x="${s(t[2].start)}" y="${o.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function Sn({length:t,window:e,horizon:s},o,n){return l`<rect x="0" y="${V.top}" width="${o(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${o(e)}" y="${V.top}" width="${o(t-e)}" height="20" fill="url(#${n}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${V.top+42}" class="u-strong u-ink-gradient">needs ${e+s} values and does not fit</text>`}var Tn={"window first":"window, then split","split first":"split, then window"};function An(t){let{rows:e,length:s,window:o,stride:n,horizon:r,features:a,train:c,order:i,limits:u}=t,h=Math.min(c,s),p=e.map(x=>x.slice(0,a)),f=de(t),d=f.length,g=Math.min(t.selected,Math.max(0,d-1)),$=f[g]??null,m=$&&$.start+o,b=x=>f.filter(x).length;return{series:p,length:s,window:o,stride:n,horizon:r,features:a,train:c,order:i,limits:u,border:h,cut:f,n:d,selected:g,chosen:$,names:t.names.slice(0,a),units:t.units.slice(0,a),X:$?p.slice($.start,m):[],y:$?p.slice(m,$.end).map(x=>x[0]):[],nTrain:b(({part:x})=>x==="train"),nTest:b(({part:x})=>x==="test"),nLeak:b(({leaks:x})=>x),firstLeak:f.findIndex(({leaks:x})=>x),notes:Nn(t,h)}}function Nn({length:t,window:e,horizon:s,order:o},n){return(o==="split first"?[["No training windows","training part",n],["No test windows","test part",t-n]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+s).map(([a,c,i])=>`${a}: window ${e} + horizon ${s} needs at least ${e+s} values; the ${c} has ${i}.`)}function Ps({length:t,window:e,stride:s,horizon:o,features:n,train:r,limits:a,selected:c,n:i}){return{length:O(a.length,t,H(t,"value")),window:O(a.window,e,H(e,"step")),horizon:O(a.horizon,o,H(o,"step")),stride:O(a.stride,s,H(s,"step")),features:O(a.features,n,String(n)),train:O(a.train,r,H(r,"value")),selected:O([0,i-1],c,i?`X[${c}]`:"none")}}function En(t,e,s){let o=Ps(t),n=(r,a)=>z(e,r,a,o[r]);return l`<div class="u-controls">
    ${n("length",l`series <i>N</i>`)}
    ${n("window",l`window <i class="role-input">T</i>`)}
    ${n("horizon",l`horizon <i class="role-output">H</i>`)}
    ${n("stride",l`stride <i>s</i>`)}
    ${n("features",l`features <i>d</i>`)}
    ${n("train","train part")}
    ${G(e,"order","order",Tn,t.order)}
  </div>
  <div data-slot="series">${s.series}</div>
  <p class="u-key" data-slot="key">${s.key}</p>
  <div class="u-formula" data-slot="formula">${s.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${s.box}</div>
    <div class="u-slice">
      ${n("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${s.slice}</div>
    </div>
  </div>`}var On=(t,e)=>({series:Cs(t,e),key:Fn(t),formula:Ln(t),box:Xs(t,e),slice:Xn(t)}),Fn=({names:t,nLeak:e})=>l`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function Ln({length:t,border:e,window:s,horizon:o,stride:n,features:r,order:a,n:c,nTrain:i,nTest:u,nLeak:h,notes:p}){let f=(m,b)=>l`<tr><th scope="row">${m}</th><td>${b}</td></tr>`,d=(m,b,x,y)=>f(m,b<s+o?l`${S(x,y)} <span class="u-soft">windows: too short</span>`:l`⌊(${b} − ${s} − ${o}) / ${n}⌋ + 1 = ${j("count",l`<b>${S(x,y)}</b>`)}`),g=l`${S("n_train",i)} train, <span class="${h>0&&"u-alarm"}">${S("n_leak",h)} of them
    ${h===1?"leaks":"leak"}</span>; ${S("n_test",u)} test`,$=m=>`(${m}, ${s}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[d("train",e,"n_train",i),d("test",t-e,"n_test",u)]:[d("all",t,"n",c),f("split",j("leak",g))]}${f("shapes",j("leak",l`X_train <b>${$(i)}</b>, X_test <b>${$(u)}</b>`))}</tbody></table>
    ${p.length>0&&l`<p class="u-note" role="note">${p.join(" ")}</p>`}`}var Is=t=>w(t,Math.abs(t)<1e4?1:0);function Xn({names:t,units:e,X:s,y:o,window:n,features:r,horizon:a,selected:c,chosen:i}){if(!i)return l`<p class="u-soft">No window, so nothing to show.</p>`;let u=i.start+n;return l`<table class="u-table">
    <caption>X[${c}] has shape (${n}, ${r}), y[${c}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((h,p)=>l`<th scope="col">${h} <span class="u-soft">${e[p]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${s.map((h,p)=>l`<tr><th scope="row">${i.start+p}</th>${h.map((f,d)=>l`<td>${S(`X.${p}.${d}`,f,Is(f))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${o.map((h,p)=>l`<tr><th scope="row">${u+p}</th><td>${S(`y.${p}`,h,Is(h))}</td></tr>`)}</tbody>
  </table>`}function qn({length:t,window:e,horizon:s,stride:o,train:n,order:r,nLeak:a}){let c={length:t,window:e,horizon:s,stride:o,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!ft(t,e,s,o),about:c,setting:Rs,text:l`A series has ${t} values. Windows of ${H(e,"step")}, each followed by ${H(s,"target")}, start every
        ${o===1?"step":`${o} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Cn},{key:"leak",moot:!a,about:{...c,train:n},setting:Rs,text:l`The windows were cut first, and those that start before value ${n} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:In}]}var Rs=({length:t,window:e,horizon:s,stride:o,train:n})=>`N = ${t}, T = ${e}, H = ${s}, s = ${o}${n?` and ${H(n,"training value")}`:""}`,jn=[[({length:t,window:e,horizon:s,stride:o})=>Math.floor((t-e-s)/o),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:s})=>ft(t,e,0,s),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:s})=>ft(t,e,s),"That is the count for stride 1."]];function Cn({answer:t,about:e}){let{length:s,window:o,horizon:n,stride:r}=e,a=ft(s,o,n,r),c=(a-1)*r,i=`The last start that still fits is ${c}: its ${o+n} values end at ${c+o+n-1}, and the series ends at ${s-1}. With starts 0, ${r}, …, ${c} that makes ${c} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${H(a,"window")}.`,why:i};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:i};let u=jn.find(([h])=>h(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${u} ${i}`}}function In({answer:t,about:e}){let s=de(e),o=s.flatMap(({leaks:i},u)=>i?[u]:[]),n=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=o,c=`X[${a}] and its targets cover values ${s[a].start} to ${s[a].end-1}; the test part begins at ${n}. ${H(o.length,"training window")} ${o.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:c}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:c}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${Rn(s,t,a,n)} ${c}`}}function Rn(t,e,s,o){let n=t[e];return n?n.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>s?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${n.end-1}, before ${o}.`:`There are only X[0] to X[${t.length-1}].`}function Pn({length:t,features:e,window:s,stride:o,horizon:n,n:r,nLeak:a,nTrain:c,nTest:i,order:u,selected:h,chosen:p,notes:f},d){let g=`A series of ${t} timesteps and ${H(e,"feature")}`;if(!r)return`${g}. ${f.join(" ")}`;let $=`windows of ${H(s,"timestep")} that start every ${o===1?"step":`${o} steps`}, each with its next ${H(n,"value")} as target`;if(d==="count")return`${g}, to be cut into ${$}.`;let m=u==="split first"?`split and then cut into ${c} training and ${i} test`:`cut into ${r}`,b=d==="leak"?"":a?` ${a} of the ${H(c,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",x=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${H(s,"training value")} as inputs.`:"";return`${g}, ${m} ${$}. X[${h}] starts at timestep ${p.start}.${b}${x}`}function zn({cut:t,window:e,horizon:s}){let o=(n,r)=>r===1?String(n):`${n} to ${n+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:n,part:r,leaks:a},c)=>l`<tr><th scope="row">X[${c}]</th><td>${o(n,e)}</td><td>${o(n+e,s)}</td><td>${r}</td><td>${j("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var zs={windows:ye,padding:me},ht=t=>zs[t.mode],Gs={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...zs[t.mode].compute({...t,rows:Gn(t)}),mode:t.mode,state:t}},body:(t,e,s)=>ht(t).body(t,e,s),slots:(t,e)=>ht(t).slots(t,e),controls:t=>ht(t).controls(t),questions:t=>ht(t).questions(t),describe:(t,e)=>ht(t).describe(t,e),numbers:t=>ht(t).numbers(t),python:t=>ht(t).python(t)};function Gn({series:t,names:e,length:s}){let o=e.length,n=(r,a)=>t.getFloat64(8*(r*o+a),!0);return Array.from({length:s},(r,a)=>e.map((c,i)=>n(a,i)))}var nt=t=>String(t).replace("-","−");function Yt(t,e=2){let s=w(t,e);return t===0?"0":Number(s)===0?"≈0":t>0?`+${s}`:s}var Vs=t=>`(${t.map(e=>Yt(e)).join(", ")})`,Bs=({features:t,units:e,n_parameters:s,timesteps:o})=>l`<p class="u-heading">Parameters</p>
  <p class="u-law">${j("count",l`<span class="u-term"><i>d</i> <i>h</i> + <i>h</i>² + <i>h</i></span>
    <span class="u-term">= ${t} · ${e} + ${e}² + ${e} = <b>${S("n_parameters",s)}</b></span>`)}</p>
  <p class="u-soft veil-count">in W<sub>x</sub>, W<sub>h</sub> and b, for T = ${o} as for any other T.</p>`;function Ys({features:t,units:e,timesteps:s,unfolded:o,H:n,t:r,n_parameters:a},c){let i=c==="count"?"":`, ${a} parameters in all`,u=o?`unrolled over ${H(s,"timestep")}`:`drawn as one cell with its loop, at timestep ${r} of ${s}`,h=o&&r<s?`, and at t = ${s} it is ${Vs(n.at(-1))}`:"";return`A SimpleRNN with ${H(t,"feature")} and ${H(e,"unit")}${i}, ${u}. At t = ${r} its state is ${Vs(n[r-1])}${h}.`}function Ds({x:t,A:e,H:s,W_x:o,W_h:n,b:r}){let a=(u,h)=>h.map((p,f)=>l`<th scope="col">${u}${h.length>1&&l` [${f+1}]`}</th>`),c=u=>u.map(h=>l`<td>${w(h,4)}</td>`),i=u=>u.map(h=>[h].flat().map(nt).join(", ")).join("; ");return l`<table class="u-table">
    <caption>Every timestep: input, pre-activation and state of each unit</caption>
    <thead><tr><th scope="col">t</th>${a(l`X<sub>t</sub>`,t[0])}${a(l`A<sub>t</sub>`,r)}${a(l`H<sub>t</sub>`,r)}</tr></thead>
    <tbody>${t.map((u,h)=>l`<tr><th scope="row">${h+1}</th>${c(u)}${c(e[h])}${c(s[h])}</tr>`)}</tbody>
  </table>
  <p class="u-soft">A<sub>t</sub> = X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b and H<sub>t</sub> = tanh(A<sub>t</sub>), from H<sub>0</sub> = 0,
    with W<sub>x</sub> = (${i(o)}), W<sub>h</sub> = (${i(n)}), b = (${i([r])}); rows end at semicolons, column j is unit j.</p>`}var J={top:2,pitch:66,zero:41,reach:23},we=30,St=42,Vn=40,Wt=22,Js=6,ve={left:.5,right:.3},_e=.54,Bn=.45,Zs=({units:t,features:e})=>{let s=J.top+t*J.pitch,o=s+we+St+Vn;return{lanes:s,cell:s+we,middle:s+we+St/2,input:o,height:o+e*Wt+20}};function Ks(t){let{timesteps:e,unfolded:s,t:o}=t,n=Zs(t),r=s?`The chain of ${e} cells with their inputs and states`:`The cell with its loop at timestep ${o}`;return l`<svg class="u-figure${e>Js&&s&&" u-many"}" width="100%" height="${n.height}" role="img" aria-label="${r}">
    ${(s?Yn:Dn)(t,n)}
  </svg>`}function Qs(t){let{timesteps:e,unfolded:s,t:o}=t;if(!s)return null;let{x:n,center:r,cell:a}=to(e);return l`<svg width="100%" height="100%" aria-hidden="true">
    <rect x="${n(r(o)-.5)}" y="0" width="${n(1)}" height="100%" rx="8" class="u-fill-panel"/>
    <rect x="${n(r(o)-a/2)}" y="${Zs(t).cell}" width="${n(a)}" height="${St}" rx="8" class="u-ring"/>
  </svg>`}function to(t){let e=100/(Math.max(t,4)+ve.left+ve.right);return{x:s=>`${+(s*e).toFixed(3)}%`,center:s=>ve.left+s-.5,cell:t>Js?Bn:_e}}function Yn(t,e){let{timesteps:s}=t,{x:o,center:n,cell:r}=to(s),a=Array.from({length:s},(i,u)=>u+1),c=i=>{let u=i>1?n(i-1)+r/2:.12,h=n(i)-r/2;return l`<g class="u-w-h">${Zn(o(u),o(h),e.middle)}
      <text x="${o((u+h)/2)}" y="${e.middle-9}" text-anchor="middle">${dt("W","h")}</text></g>`};return l`${eo(t,"0",o(n(s)+.5))}
    ${a.map(c)}
    <text x="0" y="${e.middle+17}" class="u-soft">${dt("H",0)}</text>
    <text x="0" y="${e.middle+31}" class="u-soft">= 0</text>
    ${a.map(i=>so(t,e,i,{at:o(n(i)),cell:[o(n(i)-r/2),o(r)],bar:[o(n(i)-_e/2),o(_e)]}))}
    ${a.map(i=>l`<rect x="${o(n(i)-.5)}" y="0" width="${o(1)}" height="${e.height}" rx="8" class="u-hit" data-pick="t" data-to="${i}"/>`)}`}function Dn(t,e){let{t:s,before:o,units:n}=t,r={at:"44%",cell:["34%","20%"],bar:["34%","20%"]},{middle:a}=e,c={left:62,width:56,height:18*n+12},i=a-c.height/2;return l`${eo(t,"24%","64%")}
    <svg x="54%" y="0" width="1" height="1" overflow="visible">
      <g class="u-loop">${Us(`M0 ${a-12}H${c.left}`)}${ke(`translate(${c.left} ${a-12})`)}</g>
      <g class="u-w-h">${Us(`M${c.left} ${a+12}H6`)}${ke(`translate(1 ${a+12}) rotate(180)`)}
        <text x="32" y="${a+30}" text-anchor="middle">${dt("W","h")}</text></g>
      <rect x="${c.left}" y="${i}" width="${c.width}" height="${c.height}" rx="6" class="u-kept"/>
      ${o.map((u,h)=>l`<text x="${c.left+c.width/2}" y="${i+19+18*h}" text-anchor="middle" data-value="H_before.${h+1}" data-exact="${u}">${Yt(u)}</text>`)}
      <text x="${c.left+c.width/2}" y="${i-7}" text-anchor="middle" class="u-strong">${dt("H",s-1)}</text>
      <text x="${c.left+c.width/2}" y="${i+c.height+15}" text-anchor="middle" class="u-soft">kept</text>
    </svg>
    ${so(t,e,s,r)}`}function eo({units:t},e,s){return Array.from({length:t},(o,n)=>{let r=J.top+n*J.pitch;return l`<line x1="${e}" x2="${s}" y1="${r+J.zero}" y2="${r+J.zero}" class="u-grid"/>
      <text x="0" y="${r+12}" class="u-soft">unit ${n+1}</text>`})}function so({x:t,H:e},s,o,{at:n,cell:r,bar:a}){let c=s.cell+St;return l`<g class="u-w-x"><line x1="${n}" x2="${n}" y1="${s.input}" y2="${c+6}" class="u-line-input"/>${He(n,c,-90)}
      <text x="${n}" dx="6" y="${c+26}" class="u-ink-input">${dt("W","x")}</text></g>
    <line x1="${n}" x2="${n}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double"/>
    <line x1="${n}" x2="${n}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double-gap"/>${He(n,s.lanes+4,-90)}
    <text x="${n}" dx="7" y="${s.lanes+21}">${dt("H",o)}</text>
    <rect x="${r[0]}" y="${s.cell}" width="${r[1]}" height="${St}" rx="8" class="u-cell-box"/>
    <text x="${n}" y="${s.middle+4}" text-anchor="middle" class="u-cell-name">tanh</text>
    ${e[o-1].map((i,u)=>Un(i,u,o,n,a))}
    ${t[o-1].map((i,u)=>Jn(i,u,o,s,n,a))}
    <text x="${n}" y="${s.input+t[0].length*Wt+15}" text-anchor="middle" class="u-ink-input">${dt("X",o)}</text>`}function Un(t,e,s,o,[n,r]){let a=J.top+e*J.pitch+J.zero,c=+(J.reach*Math.abs(t)).toFixed(2);return l`<rect x="${n}" y="${t>0?+(a-c).toFixed(2):a}" width="${r}" height="${c}" class="${t>0?"u-fill-positive":"u-fill-negative"}"/>
    <text x="${o}" y="${t<0?a-5:a+15}" text-anchor="middle" data-value="H.${s}.${e+1}" data-exact="${t}">${oo(Yt(t))}</text>`}function Jn(t,e,s,o,n,[r,a]){let c=o.input+e*Wt,i=t<0?"u-fill-negative":"u-fill-positive";return l`<rect x="${r}" y="${c}" width="${a}" height="${Wt-2}" class="${i}" fill-opacity="${(.2*Math.abs(t)).toFixed(3)}"/>
    <rect x="${r}" y="${c}" width="${a}" height="${Wt-2}" class="u-input-box"/>
    <text x="${n}" y="${c+15}" text-anchor="middle" data-value="X.${s}.${e+1}" data-exact="${t}">${oo(nt(t))}</text>`}function oo(t){let[e,s]=t.split("0.");return s===void 0?t:l`${e}<tspan class="u-zero">0</tspan>.${s}`}var dt=(t,e)=>l`<tspan class="u-letter">${t}</tspan><tspan dy="3" class="u-index">${e}</tspan>`,Us=t=>l`<path d="${t}" class="u-double"/><path d="${t}" class="u-double-gap"/>`,ke=t=>l`<path d="M0 0L-9 -5.5V5.5Z" transform="${t}" class="u-head"/>`,He=(t,e,s)=>l`<svg x="${t}" y="${e}" width="1" height="1" overflow="visible">${ke(`rotate(${s})`)}</svg>`,Zn=(t,e,s)=>l`<g transform="translate(-5 0)"><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double"/><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double-gap"/></g>${He(e,s,0)}`;var Tt=t=>`[${t.map(e=>Array.isArray(e)?Tt(e):e).join(", ")}]`,no=({x:t,W_x:e,W_h:s,b:o,features:n,units:r,timesteps:a})=>`import numpy as np

X = np.array(${Tt(t)}, dtype=float)  # (timesteps, features) = (${a}, ${n})
W_x = np.array(${Tt(e)}, dtype=float)  # (features, units) = (${n}, ${r})
W_h = np.array(${Tt(s)}, dtype=float)  # (units, units)
b = np.array(${Tt(o)}, dtype=float)  # (units,)

h = np.zeros(len(b))  # H_0
H = []
for x_t in X:  # the same W_x, W_h and b at every timestep
    h = np.tanh(x_t @ W_x + h @ W_h + b)
    H.append(h)
H = np.array(H)  # H[t - 1] is H_t
n_parameters = W_x.size + W_h.size + b.size
print(H)
print(n_parameters, "parameters")

# The same in Keras:
# import keras
# layer = keras.layers.SimpleRNN(${r}, return_sequences=True, dtype="float64")
# layer.build((None, None, ${n}))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(X[None])[0], H, atol=1e-10)
# assert layer.count_params() == n_parameters
`;function ro({features:t,units:e,timesteps:s,x:o,moved:n}){return[{key:"count",locks:!0,moot:!1,about:{features:t,units:e},setting:({features:r,units:a})=>`d = ${r} and h = ${a}`,text:l`This network has ${H(t,"feature")} and ${H(e,"unit")}, and reads T = ${H(s,"timestep")}.
        <strong>How many parameters does it have when T doubles, from ${s} to ${2*s}?</strong>`,label:"parameters",verdict:Qn},{key:"reach",moot:s<3||o[0].every(r=>r===0)||n.includes(0),about:{timesteps:s,moved:n},setting:({timesteps:r})=>`T = ${r} and the numbers as they were`,text:l`We set the first input, X<sub>1</sub>, to 0 and change nothing else. <strong>Which states become different?</strong>`,choices:{one:l`Only H<sub>1</sub>`,two:l`H<sub>1</sub> and H<sub>2</sub>`,all:l`All, H<sub>1</sub> to H<sub>${s}</sub>`},verdict:er}]}var Kn=[[(t,e)=>t*e+e*e,"The biases are missing: each unit has one."],[(t,e)=>t*e+e*e+1,"There is one bias for each unit, not one for all."],[(t,e)=>t*e+e*e+2*e,"That gives each unit two biases, as PyTorch does; here, as in Keras, it has one."],[(t,e)=>t*e+e,l`That leaves out W<sub>h</sub>, the weights from state to state.`],[(t,e)=>e*e+e,l`That leaves out W<sub>x</sub>, the weights of the input.`],[(t,e)=>t*e+2*e,l`That gives each unit one recurrent weight; W<sub>h</sub> has one from every unit to every unit.`]];function Qn({answer:t,about:e}){let{features:s,units:o}=e,n=s*o+o*o+o,r=l`W<sub>x</sub> has ${s} · ${o}, W<sub>h</sub> ${o} · ${o} and b ${o} numbers: ${s*o} + ${o*o} + ${o} = ${n}.
    There is no T in it: every timestep uses the same ones. Move T and see what stays.`;if(t===null)return{right:null,said:`${H(n,"parameter")}, as before.`,why:r};if(t===n)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:r};let a=Kn.find(([u])=>u(s,o)===t)?.[1],c=t/n,i=Number.isInteger(c)&&c>1&&`${t} is ${c===2?"twice":`${c} times`} ${n}, as if the added timesteps brought weights of their own.`;return{right:!1,said:`You said ${t}; it is ${n}.`,why:l`${i||a} ${r}`}}var tr={one:"only H₁",two:"H₁ and H₂"};function er({answer:t,about:e}){let{timesteps:s,moved:o}=e,n=l`H<sub>1</sub> changes by ${Me(o[0])}, H<sub>2</sub> by ${Me(o[1])}, and H<sub>${s}</sub> still by ${Me(o[s-1])}.
    X<sub>1</sub> enters H<sub>1</sub>, and every state enters the next through W<sub>h</sub>: the state is the memory. Set X<sub>1</sub> to 0 and see.`;return t===null?{right:null,said:"All of them.",why:n}:t==="all"?{right:!0,said:"You said all of them, and so it is.",why:n}:{right:!1,said:`You said ${tr[t]}; it is all of them.`,why:n}}var Me=t=>t>=5e-4?w(t,3):String(+t.toPrecision(1)).replace("-","−");var yt=3;function co({t,terms:e,A:s,H:o}){let n=l`<i>X</i><sub>${t}</sub>`,r=l`<i>H</i><sub>${t-1}</sub>`,a=l`<i>A</i><sub>${t}</sub>`,c=l`<i>H</i><sub>${t}</sub>`,i=l`<i>W</i><sub>x</sub>`,u=l`<i>W</i><sub>h</sub>`,h=(f,d,g,$)=>l`<tr class="${f}"><th scope="row">${d}</th><td>${g}</td><td>${$}</td></tr>`,p=({input:f,state:d,bias:g},$)=>{let m=s[t-1][$],b=o[t-1][$];return l`<tbody>
      <tr><th scope="rowgroup" colspan="3">unit ${$+1}</th></tr>
      ${h("role-input",l`${n} ${i}`,io(f,nt),w(ao(f),yt))}
      ${h("role-hidden",l`${r} ${u}`,io(d,x=>x===0?"0":w(x,yt)),w(ao(d),yt))}
      ${h("",l`<i>b</i>`,"",nt(g))}
      ${h("u-total",a,"their sum",S(`A.${t}.${$+1}`,m,w(m,yt)))}
      ${h("u-result",c,l`tanh(${w(m,yt)})`,S(`H_t.${$+1}`,b,w(b,yt)))}
    </tbody>`};return l`<p class="u-law">${c} = tanh(<span class="role-input">${n} ${i}</span> + <span class="role-hidden">${r} ${u}</span> + <i>b</i>)</p>
    <table>${e.map(p)}</table>`}var ao=t=>t.reduce((e,{product:s})=>e+s,0),io=(t,e)=>t.map(({value:s,weight:o},n)=>{let r=e(s),a=r.startsWith("−"),c=n===0?"":a?"− ":"+ ",i=n>0&&a?r.slice(1):r;return l`<span class="u-term">${c}${i} · ${o<0?`(${nt(o)})`:nt(o)}</span> `});var sr={W_x:l`<i class="role-input">W<sub>x</sub></i>`,W_h:l`<i class="role-hidden">W<sub>h</sub></i>`,b:l`<i>b</i>`},lo={kind:"UnrollRNN",title:"One cell, unrolled",lead:"One cell is used at every timestep, with the same weights each time.",traits:["limits","initial","predictions","timesteps","features","units","t","unfolded","x","W_x","W_h","b"],compute(t){let{timesteps:e,features:s,units:o,unfolded:n,limits:r}=t,a=t.x.slice(0,e).map(b=>b.slice(0,s)),c=t.W_x.slice(0,s).map(b=>b.slice(0,o)),i=t.W_h.slice(0,o).map(b=>b.slice(0,o)),u=t.b.slice(0,o),h=new B({W_x:c,W_h:i,b:u}),{A:p,H:f,H0:d}=h.forward(a),g=h.forward(a.with(0,a[0].map(()=>0))).H,$=Math.min(t.t,e),m=$>1?f[$-2]:d;return{timesteps:e,features:s,units:o,unfolded:n,limits:r,x:a,W_x:c,W_h:i,b:u,A:p,H:f,t:$,before:m,terms:u.map((b,x)=>({input:a[$-1].map((y,v)=>({value:y,weight:c[v][x],product:y*c[v][x]})),state:m.map((y,v)=>({value:y,weight:i[v][x],product:y*i[v][x]})),bias:b})),n_parameters:s*o+o*o+o,moved:f.map((b,x)=>Math.max(...b.map((y,v)=>Math.abs(y-g[x][v]))))}},controls({timesteps:t,features:e,units:s,t:o,limits:n}){return{timesteps:O(n.timesteps,t,String(t)),features:O(n.features,e,String(e)),units:O(n.units,s,String(s)),t:O([1,t],o,`${o} of ${t}`)}},body(t,e,s){let o=this.controls(t),n=(r,a)=>z(e,r,a,o[r]);return l`<div class="u-controls">
      ${n("timesteps",l`timesteps <i>T</i>`)}
      ${n("features",l`features <i>d</i>`)}
      ${n("units",l`units <i>h</i>`)}
      ${Q("unfolded","Unfolded",t.unfolded)}
    </div>
    <div class="u-stage">
      <div data-slot="chosen">${s.chosen}</div>
      <div data-slot="chain">${s.chain}</div>
    </div>
    <p class="u-key"><b class="role-input">Dashed:</b> the input, every time through the same W<sub>x</sub>.
      <b class="role-hidden">Double:</b> the hidden state, every time through the same W<sub>h</sub>.
      Bars: its units, <b class="u-plus">up</b> for positive and <b class="u-minus">down</b> for negative.</p>
    <div class="u-controls u-scrub">${n("t",l`timestep <i>t</i>`)}</div>
    <div class="u-pair">
      <div class="u-step" data-slot="step">${s.step}</div>
      <div>
        <div class="u-given">
          <div class="u-controls" data-slot="x">${s.x}</div>
          <div class="u-controls" data-slot="weights">${s.weights}</div>
        </div>
        <div class="u-formula" data-slot="count">${s.count}</div>
      </div>
    </div>`},slots:t=>({chosen:l`${Qs(t)}`,chain:Ks(t),step:co(t),x:Jt("x",l`<i class="role-input">X</i>`,t.x,t.limits.x),weights:l`${Object.entries(sr).map(([e,s])=>Jt(e,s,t[e],t.limits[e]))}`,count:Bs(t)}),questions:ro,describe:Ys,numbers:Ds,python:no};var or=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],wt=20;function uo(t,e,s){let o=getComputedStyle(t),n=[...t.querySelectorAll("svg.u-figure")],r=f=>Math.max(0,-f.getBBox().x),a=Math.max(...n.map(f=>f.getBoundingClientRect().width+r(f))),c=wt,i=(f,d,g)=>rr(f,`${g} ${d}px ${o.fontFamily}`,a).map($=>(c+=1.4*d,`<text x="${wt}" y="${c}" font-family="${pt(o.fontFamily)}" font-size="${d}" font-weight="${g}" fill="${o.color}">${pt($)}</text>`)),u=f=>{let d=f.getBoundingClientRect(),g=f.viewBox.baseVal?.width||d.width,{y:$,height:m}=f.getBBox();c+=wt;let b={x:wt+r(f),y:c,width:d.width,height:m*d.width/g,viewBox:`0 ${$} ${g} ${m}`,overflow:"visible"};c+=b.height;let x=ar(f);for(let[y,v]of Object.entries(b))x.setAttribute(y,v);return new XMLSerializer().serializeToString(x)},h=[i(e,16,600),i(nr(t),12.5,400),n.map(u),i(t.querySelector(".u-key").innerText,12.5,400)].flat(),p={width:a+2*wt,height:c+wt};return`<svg xmlns="http://www.w3.org/2000/svg" width="${p.width}" height="${p.height}" viewBox="0 0 ${p.width} ${p.height}">
<title>${pt(e)}</title><desc>${pt(s)}</desc>
<rect width="100%" height="100%" fill="${o.backgroundColor}"/>
${h.join(`
`)}
</svg>`}function nr(t){let e=n=>n.textContent.trim(),s=({value:n,dataset:r},a)=>{let[,c]=JSON.parse(r.at);return`${a===0?"":c===0?"; ":", "}${n.replace("-","−")}`},o={"u-range":n=>`${e(n.querySelector("label"))}: ${e(n.querySelector(".u-amount"))}`,"u-choice":n=>`${e(n.querySelector("legend"))}: ${e(n.querySelector(":checked + span"))}`,"u-fields":n=>`${e(n.querySelector("legend"))}: ${[...n.querySelectorAll("input")].map(s).join("")}`,"u-toggle":n=>`${e(n)}: ${n.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(n=>o[n.className](n)).join(", ")}function rr(t,e,s){let o=document.createElement("canvas").getContext("2d");return o.font=e,t.split(/\s+/).reduce((n,r)=>{let a=`${n.at(-1)??""} ${r}`.trim();return n.length&&o.measureText(a).width<=s?[...n.slice(0,-1),a]:[...n,r]},[])}function ar(t){let e=t.cloneNode(!0),s=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((o,n)=>{let r=getComputedStyle(s[n]);(r.visibility==="hidden"||r.display==="none")&&o.setAttribute("display","none");for(let a of or)o.setAttribute(a,r.getPropertyValue(a));r.transform!=="none"&&o.setAttribute("transform",r.transform),o.removeAttribute("class")}),e}function ho(t,e){let s=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:s,download:t}).click(),URL.revokeObjectURL(s)}var $o={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},fo=["numbers","python"],We="Answer or skip the question first";function mo(t,e,s="u"){let o=t.compute(e);return go(t,e,o,Se(t,e,o,s),s).toString()}function Se(t,e,s,o){let n=t.questions(s),r=qt(n,e.predictions);return{locked:!!r?.locks,veil:re(n,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:ts(o,n,e.predictions),caption:l`${t.describe(s,r?.key)}`,...t.slots(s,o)}}}function go(t,e,s,{locked:o,veil:n,slots:r},a){let c=([i,u])=>l`<button type="button" data-action="${i}"${i==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}${fo.includes(i)&&l` aria-disabled="${o}" title="${o?We:""}"`}>${u}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${n}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries($o).map(c)}</div>
    </header>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    ${t.modes&&l`<div class="u-modes">${G(a,"mode","View",t.modes,e.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${o&&l` disabled`}>${t.body(s,a,r)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}var po=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function bo(t,{model:e,el:s}){let o=`u${Math.random().toString(36).slice(2,10)}`,n=()=>Object.fromEntries(t.traits.map(k=>[k,e.get(k)])),r=new AbortController,a=(k,_)=>$.addEventListener(k,_,{signal:r.signal}),c=n(),i=t.compute(c),u=Se(t,c,i,o),h=0,p=0,f=0,d=!1,g=null;s.innerHTML=go(t,c,i,u,o);let $=s.firstElementChild,m=k=>$.querySelector(k);function b(){cancelAnimationFrame(h),h=0;let k=c.mode;c=n(),i=t.compute(c);let _=u.slots;u=Se(t,c,i,o);let{locked:W,veil:rt,slots:Ut}=u;d&&(Ut.ask=_.ask);let Te=m("[data-body]");$.dataset.veil!==rt&&($.dataset.veil=rt),Te.disabled=W,c.mode!==k&&(Te.innerHTML=t.body(i,o,Ut));for(let[vt,Ne]of Object.entries(Ut))po(_[vt])!==po(Ne)&&(m(`[data-slot="${vt}"]`).innerHTML=Ne);N(!W&&!m("[data-slot=numbers]").hidden);for(let vt of fo)m(`[data-action=${vt}]`).ariaDisabled=String(W),m(`[data-action=${vt}]`).title=W?We:"";m(".u-code").hidden=!0,Le($,t.controls(i),c),m(".u-fault").hidden=!0;let Ae=g&&m(`[data-verdict="${g}"]`);g=null,Ae?.focus(),y((Ae??m("[data-slot=caption]")).textContent)}function x(){h||=requestAnimationFrame(b)}function y(k){clearTimeout(f),f=setTimeout(()=>m(".u-live").textContent=k,400)}function v(k){for(let[_,W]of Object.entries(k))e.set(_,W);e.save_changes(),!p&&(b(),p=requestAnimationFrame(()=>p=0))}function M(k,_){k.ariaInvalid="true",m(".u-fault").textContent=_,m(".u-fault").hidden=!1}function T(k){let{key:_,about:W}=qt(t.questions(i),c.predictions);g=_,v({predictions:{...c.predictions,[_]:{answer:k,about:W}}})}function N(k){let _=m("[data-slot=numbers]"),W=m("[data-action=numbers]");!k&&_.hidden||(_.hidden=!k,_.innerHTML=k?t.numbers(i):"",W.ariaExpanded=String(k),W.textContent=k?"Hide numbers":$o.numbers)}let X={numbers(){N(m("[data-slot=numbers]").hidden)},async python(){let k=m(".u-code");k.value=t.python(i);try{await navigator.clipboard.writeText(k.value),F("python","Python copied")}catch{k.hidden=!1,k.focus(),k.select(),y("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){ho(`${t.kind}.svg`,uo($,t.title,m("[data-slot=caption]").textContent)),F("svg","SVG saved")},reset(){v({...c.initial,predictions:{}}),F("reset","Reset done")}};function F(k,_){let W=m(`[data-action=${k}]`);W.dataset.done="",W.addEventListener("animationend",()=>delete W.dataset.done,{once:!0}),y(_)}a("input",({target:k})=>{let{trait:_}=k.dataset;if(!_)return;let W=k.type==="number"&&je(k);W?M(k,W):v({[_]:Xe(k,e.get(_))})}),a("focusout",({target:k})=>k.ariaInvalid==="true"&&b()),a("keydown",k=>{let{target:_,key:W}=k,rt={PageUp:5,PageDown:-5}[W];_.type!=="range"||!rt||(k.preventDefault(),_.value=Number(_.value)+rt*Number(_.step),_.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",k=>{k.preventDefault(),T(k.target.querySelector("input").valueAsNumber)}),a("click",({target:k})=>{let _=k.closest("button"),W=k.closest("[data-pick]");_?.ariaDisabled==="true"?(m(".u-question :is(input, button)").focus(),y(We)):_?.dataset.action?X[_.dataset.action]():_?.dataset.answer?T(_.dataset.answer):_&&"skip"in _.dataset?T(null):W&&!u.locked&&v({[W.dataset.pick]:JSON.parse(W.dataset.to)})}),a("pointerdown",({target:k})=>d=k.type==="range");for(let k of["pointerup","pointercancel"])window.addEventListener(k,()=>{d&&x(),d=!1},{signal:r.signal});let K=t.traits.map(k=>`change:${k}`);for(let k of K)e.on(k,x);return()=>{r.abort(),cancelAnimationFrame(h),cancelAnimationFrame(p),clearTimeout(f);for(let k of K)e.off(k,x);s.replaceChildren()}}var ir=[Gs,lo,cs,vs],Dt=Object.fromEntries(ir.map(t=>[t.kind,t])),cr=t=>Dt[t.kind].compute(t),Wi=t=>Dt[t.kind].python(cr(t)),Si=(t,e)=>mo(Dt[t.kind],t,e),Ti={render:({model:t,el:e})=>bo(Dt[t.get("kind")],{model:t,el:e})};export{cr as compute,Ti as default,Si as prerender,Wi as python};
