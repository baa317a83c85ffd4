var Vs=Object.defineProperty;var be=(t,e)=>{for(var s in e)Vs(t,s,{get:e[s],enumerable:!0})};var vt=class{constructor(e){this.text=e}toString(){return this.text}},Gs={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},at=t=>String(t).replace(/[&<>"']/g,e=>Gs[e]);function ge(t){return t instanceof vt?t.text:Array.isArray(t)?t.map(ge).join(""):t==null||t===!1?"":at(t)}function l(t,...e){return new vt(t.reduce((s,o,n)=>s+ge(e[n-1])+o))}function y(t,e=2){let s=t.toFixed(e);return(Number(s)===0?s.replace("-",""):s).replace("-","−")}var W=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function T(t,e,s=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${s}</span>`}var X=([t,e],s,o,n=1)=>({min:t,max:e,value:s,text:o,step:n,disabled:t>e});function I(t,e,s,{min:o,max:n,value:r,text:a,step:i,disabled:c}){return l`<div class="u-range">
    <label for="${t}-${e}">${s}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${o}" max="${n}" step="${i}"
      value="${r}" style="--u-at:${xe(o,n,r)}" aria-valuetext="${a}"${c&&l` disabled`}>
  </div>`}var xe=(t,e,s)=>e>t?(s-t)/(e-t):0;function G(t,e,s,o,n){return l`<fieldset class="u-choice">
    <legend>${s}</legend>
    <div class="u-segments">${Object.entries(o).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(n)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function it(t,e,s){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${s&&l` checked`}><span>${e}</span></label>`}function Lt(t,e,s,[o,n],r=.1){let a=s.map(c=>[c].flat()),i=(c,u,h)=>{let d=Array.isArray(s[u])?[u,h]:[u],f=d.length>1?`${t} row ${u+1} column ${h+1}`:`${t} ${u+1}`;return l`<input type="number" data-trait="${t}" data-at="${JSON.stringify(d)}" aria-label="${f}"
      min="${o}" max="${n}" step="${r}" required autocomplete="off" value="${c}">`};return l`<fieldset class="u-fields" style="grid-template-columns:repeat(${a[0].length},auto)">
    <legend>${e}</legend>${a.map((c,u)=>c.map((h,d)=>i(h,u,d)))}</fieldset>`}function ye(t,e,s){for(let o of t.querySelectorAll("[data-trait]")){let n=o.dataset.trait;o.type==="radio"?o.checked=o.value===String(s[n]):o.type==="checkbox"?o.checked=s[n]:o.type==="number"?Bs(o,Ys(s[n],o)):Ds(t,o,e[n])}}var Ys=(t,e)=>JSON.parse(e.dataset.at).reduce((s,o)=>s[o],t);function Bs(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function Ds(t,e,{min:s,max:o,value:n,text:r,disabled:a}){e.value===String(n)&&e.max===String(o)&&e.getAttribute("aria-valuetext")===r||(e.min=s,e.max=o,e.value=n,e.disabled=a,e.style.setProperty("--u-at",xe(s,o,n)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function we(t,e){return t.type==="range"?Number(t.value):t.type==="number"?ve(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="checkbox"?t.checked:t.value}var ve=(t,[e,...s],o)=>t.with(e,s.length?ve(t[e],s,o):o);function _e(t){let{badInput:e,valueMissing:s,rangeUnderflow:o,rangeOverflow:n}=t.validity;if(!(e||s||o||n))return null;let r=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a number from ${t.min} to ${t.max}; there is ${r}.`.replaceAll("-","−")}function ke(t,e){let s=e[0].length;return t.map(o=>{let n=Array(s).fill(0);for(let r=0;r<o.length;r++){let a=o[r],i=e[r];for(let c=0;c<s;c++)n[c]+=a*i[c]}return n})}function Ct(t){return Array.from({length:t},(e,s)=>Array.from({length:t},(o,n)=>s===n?1:0))}function Rt(t){let e=0;for(let a of t)for(let i=0;i<a.length;i++)e=Math.max(e,Math.abs(a[i]));if(e===0)return{matrix:t,exponent:0};let s=Math.floor(Math.log2(e)),o=Math.trunc(s/2),n=2**-o,r=2**(o-s);return{matrix:t.map(a=>a.map(i=>i*n*r)),exponent:s}}function He(t){let{matrix:e,exponent:s}=Rt(t),{diagonal:o,below:n}=Js(Us(e)),r=Math.trunc(s/2);return Math.sqrt(Math.max(...Zs(o,n),0))*2**r*2**(s-r)}function Us(t){let e=t[0].length,s=Array.from({length:e},()=>Array(e).fill(0));for(let o of t)for(let n=0;n<e;n++){let r=o[n],a=s[n];for(let i=0;i<=n;i++)a[i]+=r*o[i]}return s}function Js(t){let e=t.length,s=Array(e).fill(0),o=Array(e).fill(0),n=Array(e).fill(0);for(let r=e-1;r>0;r--){let a=t[r];s[r]=a[r];let i=0;for(let p=0;p<r-1;p++)i=Math.max(i,Math.abs(a[p]));if(i===0){o[r-1]=a[r-1];continue}i=Math.max(i,Math.abs(a[r-1]));let c=0;for(let p=0;p<r;p++)a[p]/=i,c+=a[p]*a[p];let u=a[r-1]>0?-Math.sqrt(c):Math.sqrt(c);o[r-1]=i*u;let h=c-a[r-1]*u;a[r-1]-=u;let d=0;for(let p=0;p<r;p++){let b=0;for(let $=0;$<=p;$++)b+=t[p][$]*a[$];for(let $=p+1;$<r;$++)b+=t[$][p]*a[$];n[p]=b/h,d+=n[p]*a[p]}let f=d/(2*h);for(let p=0;p<r;p++)n[p]-=f*a[p];for(let p=0;p<r;p++){let b=t[p];for(let $=0;$<=p;$++)b[$]-=a[p]*n[$]+n[p]*a[$]}}return s[0]=t[0][0],{diagonal:s,below:o}}function Zs(t,e){let s=t.length,o=t,n=e,r=0;for(let i=0;i<s;i++)r=Math.max(r,Math.abs(o[i])+Math.abs(n[i]));let a=Number.EPSILON*r;for(let i=0;i<s;i++)for(let c=0;c<60;c++){let u=i;for(;u<s-1&&Math.abs(n[u])>a;)u+=1;if(u===i)break;let h=(o[i+1]-o[i])/(2*n[i]),d=o[u]-o[i]+n[i]/(h+Math.sign(h||1)*Math.sqrt(h*h+1)),f=1,p=1,b=0,$=u-1;for(;$>=i;$--){let m=f*n[$],g=p*n[$],x=Math.sqrt(m*m+d*d);if(n[$+1]=x,x===0){o[$+1]-=b,n[u]=0;break}f=m/x,p=d/x,d=o[$+1]-b;let v=(o[$]-d)*f+2*p*g;b=f*v,o[$+1]=d+b,d=p*v-g}$>=i||(o[i]-=b,n[i]=d,n[u]=0)}return o}var Ks=t=>1/(1+Math.exp(-t)),It={tanh:{f:Math.tanh,slope:t=>1-t*t},relu:{f:t=>t>0?t:0,slope:t=>t>0?1:0},sigmoid:{f:Ks,slope:t=>t*(1-t)},linear:{f:t=>t,slope:()=>1}},D=class{constructor({W_x:e,W_h:s,b:o,activation:n="tanh"}){Object.assign(this,{W_x:e,W_h:s,b:o,activation:n,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:o=null}={}){let{f:n}=It[this.activation],r=s??B(this.units),a=[],i=[],c=r;for(let u=0;u<e.length;u++){let h=so(e[u],this.W_x,c,this.W_h,this.b);a.push(h),Pt(o,u)&&(c=h.map(n)),i.push(c)}return{X:e,mask:o,H0:r,A:a,H:i,state:c}}backward(e,s,{truncate:o=null}={}){let{H:n}=e,{slope:r}=It[this.activation];return to(this,e,Qs(this,e,s,null,o,(i,c,u)=>{for(let h=0;h<this.units;h++)u[h]=c.dH[h]*r(n[i][h]);c.dH=Te(u,this.W_h)}))}jacobian({mask:e,H:s},o){if(!Pt(e,o))return Ct(this.units);let{slope:n}=It[this.activation],r=s[o].map(n);return this.W_h.map(a=>a.map((i,c)=>i*r[c]))}log10JacobianNorms(e){let s=[0],o={matrix:Ct(this.units),exponent:0},n=0;for(let r=e.X.length-1;r>=0;r--)o=Rt(ke(this.jacobian(e,r),o.matrix)),n+=o.exponent,s.push(n*Math.log10(2)+Math.log10(He(o.matrix)));return s}};function Qs(t,{X:e,mask:s},o,n,r,a){let i=e.length,c=Math.min(r??i,i),u=Array.isArray(o[0])?o:e.map(($,m)=>m===i-1?o:B(t.units)),h=Ae(i,t.W_h[0].length),d=()=>({dH:B(t.units),dC:n&&B(t.units)}),f=($,m)=>{ct($.dH,u[m]),n&&m===i-1&&ct($.dC,n)},p=($,m)=>{if(!Pt(s,m))return;let g=B(h[m].length);a(m,$,g),ct(h[m],g)};if(c===i){let $=d();for(let m=i-1;m>=0;m--)f($,m),p($,m);return{delta:h,dH0:$.dH,dC0:$.dC}}let b=d();for(let $=i-1;$>=0;$--){let m=d();if(f(m,$),!(We(m.dH)&&(!n||We(m.dC)))){for(let g=$;g>Math.max($-c,-1);g--)p(m,g);$<c&&(ct(b.dH,m.dH),n&&ct(b.dC,m.dC))}}return{delta:h,dH0:b.dH,dC0:b.dC}}function to(t,{X:e,H0:s,H:o},{delta:n,dH0:r,dC0:a},i=null,c=null){return{dX:n.map(u=>Te(u,t.W_x)),dW_x:Me(e,n),dW_h:i??Me(eo(o,s),n),db:c??oo(n),dH0:r,dC0:a,delta:n}}var eo=(t,e)=>[e,...t.slice(0,-1)],Pt=(t,e)=>!t||t[e],We=t=>t.every(e=>e===0);function so(t,e,s,o,n){let r=n.slice();return Se(r,t,e),Se(r,s,o),r}function Se(t,e,s,o=0,n=t.length){for(let r=0;r<e.length;r++){let a=e[r],i=s[r];for(let c=o;c<n;c++)t[c]+=a*i[c]}}function Te(t,e,s=0,o=t.length){let n=B(e.length);for(let r=0;r<e.length;r++){let a=e[r],i=0;for(let c=s;c<o;c++)i+=t[c]*a[c];n[r]=i}return n}function Me(t,e){let s=Ae(t[0].length,e[0].length);for(let o=0;o<t.length;o++){let n=e[o];for(let r=0;r<s.length;r++){let a=t[o][r],i=s[r];for(let c=0;c<n.length;c++)i[c]+=a*n[c]}}return s}function oo(t){let e=B(t[0].length);for(let s of t)ct(e,s);return e}function ct(t,e){for(let s=0;s<t.length;s++)t[s]+=e[s]}var B=t=>Array(t).fill(0),Ae=(t,e)=>Array.from({length:t},()=>B(e));var Y=.9;function Xe(t){let{timesteps:e,loss:s,carry:o,W_x:n,W_h:r,b:a,V:i,c}=t,u={cell:new D({W_x:n,W_h:r,b:a}),V:i,c},h=t.series.slice(0,e).map(x=>[x]),d=t.targets.slice(0,e),f=d.map((x,v)=>s==="every"||v===e-1),p=(x,v=o)=>no(u,h,d,f,Ne(e,x),v),b=Math.min(t.truncate,e),$=p(e),m=p(b),g=d.map((x,v)=>ro(p(v+1).dW_h,$.dW_h));for(let x of[$,m])x.parts=x.delta.map((v,w)=>x.before[w].map(S=>v.map(N=>S*N))),x.shares=x.parts.map(v=>Vt(v,$.dW_h));return{T:e,k:b,loss:s,carry:o,counts:f,targets:d,full:$,cut:m,cosines:g,t:Math.min(t.selected,e)-1,limits:t.limits,weights:{W_x:n,W_h:r,b:a,V:i,c},x:h.map(([x])=>x),borders:Ne(e,b).slice(1).map(([x])=>x),norm:C($.dW_h),cutNorm:C(m.dW_h),kept:Vt(m.dW_h,$.dW_h),cosine:g[b-1],least:g.findIndex(x=>x>=Y)+1,losses:{carried:$.loss,reset:p(b,!1).loss}}}function Ne(t,e){let s=t%e||e;return Array.from({length:Math.ceil(t/e)},(o,n)=>[n?s+(n-1)*e:0,s+n*e])}function no({cell:t,V:e,c:s},o,n,r,a,i){let c={H:[],before:[],Y:[],losses:[],own:[],delta:[],flow:[],dropped:{}},u=t.W_h.map(d=>d.map(()=>0)),h=null;for(let[d,f]of a){let p=t.forward(o.slice(d,f),{initialState:i?h:null}),b=p.H.map(w=>zt(w,e)+s),$=b.map((w,S)=>r[d+S]?w-n[d+S]:0),m=$.map(w=>e.map(S=>2*w*S)),{delta:g,dH0:x,dW_h:v}=t.backward(p,m);c.H.push(...p.H),c.before.push(p.H0,...p.H.slice(0,-1)),c.Y.push(...b),c.losses.push(...$.map(w=>w**2)),c.own.push(...m),c.delta.push(...g),c.flow.push(...g.slice(1).map(w=>t.W_h.map(S=>zt(S,w))),e.map(()=>0)),u=u.map((w,S)=>w.map((N,E)=>N+v[S][E])),c.dropped[d]=x,h=p.state}return{...c,dW_h:u,loss:c.losses.reduce((d,f)=>d+f,0)}}var zt=(t,e)=>t.reduce((s,o,n)=>s+o*e[n],0),C=t=>Math.hypot(...t.flat());function Vt(t,e){let s=C(e);return s?zt(t.flat(),e.flat().map(o=>o/s)):0}function ro(t,e){let s=C(t);return s&&C(e)?Vt(t,e)/s:null}var P=32,z=150;function qe({T:t,k:e,cosines:s}){let o=Math.min(...s)<0?-1:0,n=d=>+(100*(d-.5)/t).toFixed(3),r=d=>+(P+(1-d)/(1-o)*z).toFixed(2),a=s.flatMap((d,f)=>d===null?[]:[{step:f+1,value:d}]),i=a.find(({step:d})=>d===e),c=e>t/2?{dx:-6,anchor:"end"}:{dx:6,anchor:"start"},u=t>12?2:1,h=(d,f,p)=>l`<line x1="0" x2="100%" y1="${r(d)}" y2="${r(d)}" class="${p}"/>
    <text x="0" y="${r(d)-4}" class="u-soft u-halo">${f}</text>`;return l`<svg class="u-figure" width="100%" height="${P+z+42}" role="img" aria-label="Cosine between the gradient cut every k timesteps and the full gradient, for k from 1 to ${t}">
    <text x="0" y="12">Cosine with the full gradient, for every k</text>
    ${h(o,y(o,0),"u-zero")}${o<0&&h(0,"0","u-tick")}
    <line x1="0" x2="100%" y1="${r(Y)}" y2="${r(Y)}" class="u-aim"/><text x="100%" y="${r(Y)+15}" text-anchor="end" class="u-soft u-halo">${Y}</text>
    <text x="50%" y="${P+z/2}" text-anchor="middle" class="ask-reach">?</text>
    <g class="veil-reach">
      <svg x="0" y="0" width="100%" height="${P+z}" viewBox="0 0 100 ${P+z}" preserveAspectRatio="none" overflow="visible">
        <polyline points="${a.map(({step:d,value:f})=>`${n(d)},${r(f)}`).join(" ")}" class="u-cosine" vector-effect="non-scaling-stroke"/>
      </svg>
      ${a.map(({step:d,value:f})=>l`<circle cx="${n(d)}%" cy="${r(f)}" r="${d===e?6:3.5}" class="${d===e?"u-here":"u-point"}"/>`)}
      ${i&&l`<line x1="${n(e)}%" x2="${n(e)}%" y1="${r(i.value)+8}" y2="${P+z}" class="u-tick"/>
        <text x="${n(e)}%" dx="${c.dx}" y="${P+z-8}" text-anchor="${c.anchor}" class="u-strong u-halo">k = ${e}: ${y(i.value,3)}</text>`}
    </g>
    ${s.map((d,f)=>f%u===0&&l`<text x="${n(f+1)}%" y="${P+z+18}" text-anchor="middle" class="${f+1===e?"u-strong":"u-soft"}">${f+1}</text>`)}
    <text x="50%" y="${P+z+36}" text-anchor="middle" class="u-soft">k, timesteps from one cut to the next</text>
    ${s.map((d,f)=>l`<rect x="${Oe(100*f/t)}" y="0" width="${Oe(100/t)}" height="${P+z+22}" class="u-hit" data-pick="truncate" data-to="${f+1}"/>`)}
  </svg>`}var Oe=t=>`${+t.toFixed(3)}%`;var lt=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;function je(t){return t===0?"0":t>=99.5?String(Math.round(t)):t>=.001?String(+t.toPrecision(2)):t.toExponential(0).replace("-","−")}var U=t=>`(${t.map(e=>y(e,3)).join(", ")})`,_t=(t,e)=>l`<span class="u-vector">(${e.map((s,o)=>[o>0&&", ",T(`${t}.${o}`,s,y(s,3))])})</span>`,Gt=t=>`${y(100*t,0)} %`;var et=83,kt=93.5,A={value:18,loss:50,state:104,flow:137,norm:174,title:214,bars:246,axis:434,end:440},ao=162,Ht=7;function Ee(t,e){let{T:s,t:o,counts:n}=t,r=s>12?8:10,a={...t,radius:r,x:u=>+((u+.5)*et/s).toFixed(3),hatched:`url(#${e}-flow)`},i=n.map((u,h)=>h),c=(u,h)=>l`<text x="100%" y="${u+4}" text-anchor="end" class="u-soft u-name">${h}</text>`;return l`<svg class="u-figure${s>7&&" u-dense"}${s>12&&" u-denser"}" width="100%" height="${A.end}" role="img" aria-label="The chain of ${s} timesteps, the gradient that flows back through it, and what each timestep adds to the gradient of W_h">
    <defs>${lt(`${e}-flow`)}</defs>
    <rect x="${O(o*et/s)}" y="0" width="${O(et/s)}" height="${A.end}" class="u-fill-panel"/>
    ${c(A.value,"loss")}${c(A.state,"state")}${c(A.flow,"gradient")}${c(A.norm,"its norm")}
    ${i.slice(1).map(u=>lo(a,u))}
    ${i.map(u=>[n[u]&&co(a,u),io(a,u)])}
    ${uo(a,i)}
    ${i.map(u=>l`<rect x="${O(u*et/s)}" y="0" width="${O(et/s)}" height="${A.end}" class="u-hit" data-pick="selected" data-to="${u+1}"/>`)}
  </svg>`}var O=t=>`${+t.toFixed(3)}%`,St=(t,e,s)=>l`<svg x="${O(t)}" y="${e}" overflow="visible">${s}</svg>`,Yt=t=>+(2+9*Math.min(1,Math.max(0,(Math.log10(t)+2.5)/3.5))).toFixed(2);function io({x:t,t:e,radius:s},o){return St(t(o),A.state,l`<circle r="${s}" class="u-node${o===e&&" u-chosen"}"/>
    <circle r="${s}" class="u-gap"/><text y="4" text-anchor="middle"${o===e&&l` class="u-strong"`}>${o+1}</text>`)}function co({x:t,cut:e,carry:s,hatched:o,radius:n},r){let a=C(e.own[r]),i=Yt(a)/2,c=A.state-A.loss-n-3,u=`M${-i} ${n+1}V${c-Ht}H${-i-3}L0 ${c}L${i+3} ${c-Ht}H${i}V${n+1}Z`;return[Wt(t(r),A.value,y(e.losses[r],2),s?"u-loss-value":"u-loss-value veil-carry"),St(t(r),A.loss,l`${a>0&&l`<path d="${u}" fill="${o}" class="u-flow"/>`}
      <circle r="${n-1}" class="u-loss-mark"/><text y="4" text-anchor="middle" class="u-strong u-ink-gradient">L</text>`)]}function lo(t,e){let{x:s,full:o,cut:n,carry:r,borders:a,hatched:i}=t,[c,u]=[s(e-1),s(e)],h=a.includes(e),d=(c+u)/2,f=C(n.flow[e-1]),p=h&&r?C(n.dropped[e]):0;return[(r||!h)&&l`<line x1="${O(c)}" x2="${O(u)}" y1="${A.state}" y2="${A.state}" class="u-forward"/>`,h&&!r&&l`<text x="${O(d)}" y="${A.state+4}" text-anchor="middle" class="u-strong u-halo">0</text>`,Fe(c,u,C(o.flow[e-1]),"none","u-full"),Fe(c,u,f,i,"u-flow"),p>0&&Le(d,u,p,{left:3,right:2},i,"u-flow"),h&&l`<line x1="${O(d)}" x2="${O(d)}" y1="${A.state+11}" y2="${A.norm-18}" class="u-cut"/>`,h?Wt(d,A.norm,"cut","u-strong u-ink-gradient"):Wt(d,A.norm,je(f),f?"":"u-soft")]}function Fe(t,e,s,o,n){if(s===0)return null;let r=Yt(s)/2;return[Le(t,e,s,{left:Ht+2,right:2},o,n),St(t,A.flow,l`<path d="M2 0l${Ht} ${-r-3}v${2*r+6}z" fill="${o}" class="${n}"/>`)]}function Le(t,e,s,{left:o,right:n},r,a){let i=Yt(s);return l`<svg x="${O(t)}" y="${A.flow}" width="${O(e-t)}" height="1" overflow="visible"><rect x="${o}" y="${-i/2}"
    width="100%" style="width:calc(100% - ${o+n}px)" height="${i}" fill="${r}" class="${a}"/></svg>`}var Wt=(t,e,s,o)=>St(t,e,l`<text y="4" text-anchor="middle" class="u-column ${o}">${s}</text>`);function uo({x:t,T:e,t:s,full:o,cut:n,norm:r,kept:a,hatched:i},c){let u=[...o.shares,...n.shares,r,a,0],h=Math.max(...u),d=Math.min(...u),f=ao/(h-d||1),p=g=>A.bars+(h-g)*f,b=(g,x,v,w,S)=>{let[N,E]=[p(Math.max(v,0)),p(Math.min(v,0))];return l`<rect x="${O(g-x/2)}" y="${N.toFixed(2)}" width="${O(x)}" height="${(E-N).toFixed(2)}" fill="${w}" class="${S}"/>`},$=(g,x,v,w)=>[w!==0&&b(g,x,w,i,"u-share"),b(g,x,v,"none","u-share-full")],m=Math.min(.62*et/e,7);return l`<text x="0" y="${A.title}" class="u-halo">What each timestep adds to ∂L/∂W<tspan class="u-sub" dy="3">h</tspan></text>
    <line x1="0" x2="100%" y1="${p(0).toFixed(2)}" y2="${p(0).toFixed(2)}" class="u-zero"/>
    ${c.map(g=>[$(t(g),m,o.shares[g],n.shares[g]),n.shares[g]!==0&&Wt(t(g),p(Math.max(o.shares[g],n.shares[g],0))-12,y(n.shares[g],2),"u-share-value"),l`<text x="${O(t(g))}" y="${A.axis}" text-anchor="middle" class="${g===s?"u-strong":"u-soft"}">${g+1}</text>`])}
    <text x="${O(et+2)}" y="${A.axis}" text-anchor="middle">=</text>
    ${$(kt,7,r,a)}
    <text x="${O(kt)}" y="${(p(r)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo">${y(r,2)}</text>
    ${a!==r&&l`<text x="${O(kt)}" y="${(p(Math.max(a,0))+16).toFixed(2)}" text-anchor="middle" class="u-strong u-halo u-ink-gradient">${y(a,2)}</text>`}
    <text x="${O(kt)}" y="${A.axis}" text-anchor="middle" class="u-soft">sum</text>`}var st=t=>Array.isArray(t)?`[${t.map(st).join(", ")}]`:String(t);function Ce({T:t,k:e,loss:s,carry:o,x:n,targets:r,weights:a}){let{W_x:i,W_h:c,b:u,V:h,c:d}=a;return`import numpy as np
from unrolled.cells import SimpleRNN

x = np.array(${st(n)})
targets = np.array(${st(r)})
W_x = np.array(${st(i)}, dtype=float)
W_h = np.array(${st(c)}, dtype=float)
b = np.array(${st(u)}, dtype=float)
cell = SimpleRNN(W_x, W_h, b)
V, c = np.array(${st(h)}), ${d}
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
`}function Re(t,e,s){let o=e.findLast(({key:r})=>r in s),n=Mt(e,s);return l`${o&&ho(o,s[o.key])}${n&&po(t,n)}`}function ho({key:t,about:e,setting:s,verdict:o},n){let{right:r,said:a,why:i}=o(n),c=JSON.stringify(n.about)!==JSON.stringify(e);return l`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",c&&" u-past"]}" data-verdict="${t}" tabindex="-1">${c?l`For ${s(n.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:l`${a} ${i}`}</p>`}var L=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,Bt=(t,e)=>t.filter(({key:s,moot:o})=>!o&&!(s in e)),Mt=(t,e)=>Bt(t,e)[0];function po(t,{key:e,text:s,label:o,choices:n,locks:r}){let a=n?Object.entries(n).map(([i,c])=>l`<button type="button" data-answer="${i}">${c}</button>`):l`<label for="${t}-answer">${o}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${s}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var Tt=t=>l`<span class="u-vector">${U(t)}</span>`,At=t=>l`δ<sub>${t}</sub>`;function Ie({T:t,t:e,k:s,cut:o,targets:n,counts:r,borders:a,weights:i}){let c=($,m)=>l`<tr><th scope="row">${$}</th><td>${m}</td></tr>`,u=e===t-1,h=a.includes(e+1),d=u?"nothing comes back to the last timestep":`cut between t = ${e+1} and ${e+2}`,p=o.H[e].map($=>1-$*$),b=o.own[e].map(($,m)=>$+o.flow[e][m]);return l`<p class="u-law">${At("t")} = (∂L<sub>t</sub>/∂H<sub>t</sub> + ${At("t+1")} W<sub>h</sub><sup>⊤</sup>) ⊙ (1 − H<sub>t</sub>²)</p>
    <table><tbody>
      ${c(l`∂L<sub>t</sub>/∂H<sub>t</sub>`,r[e]?l`2 (Y<sub>t</sub> − target) V = 2 (${y(o.Y[e],3)} ${n[e]<0?"+":"−"} ${y(Math.abs(n[e]),3)}) ${Tt(i.V)} = ${_t("own",o.own[e])}`:l`0: no loss stands at t = ${e+1}`)}
      ${c(l`${At(e+2)} W<sub>h</sub><sup>⊤</sup>`,u||h?l`0: ${d}`:_t("flow",o.flow[e]))}
      ${c(l`1 − H<sub>t</sub>²`,Tt(p))}
      ${c(At(e+1),l`${Tt(b)} ⊙ ${Tt(p)} = <b class="role-gradient">${_t("delta",o.delta[e])}</b>`)}
      ${c("its bar",l`⟨H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub>, G⟩ / ‖G‖ = <b>${T("share",o.shares[e],y(o.shares[e],3))}</b>${o.before[e].every($=>$===0)&&l` <span class="u-soft">since H<sub>t−1</sub> = 0</span>`}`)}
    </tbody></table>`}function Pe({full:t,cut:e,norm:s,cutNorm:o,kept:n,cosine:r,carry:a}){let i=r===null?l`<span class="u-soft">none: a gradient is zero</span>`:T("cosine",r,y(r,3)),c=T("loss",e.loss,y(e.loss,3)),u=(h,d,f)=>l`<tr><th scope="row">${h}</th><td>${d}</td><td>${f}</td></tr>`;return l`<table class="u-table">
    <caption>∂L/∂W<sub>h</sub>, full (G) and with cuts</caption>
    <thead><tr><td></td><th scope="col">full</th><th scope="col">with cuts</th></tr></thead>
    <tbody>
      ${u(l`loss L = Σ L<sub>t</sub>`,T("loss_full",t.loss,y(t.loss,3)),a?c:L("carry",c))}
      ${u("norm",T("norm",s,y(s,3)),T("cut_norm",o,y(o,3)))}
      ${u("cosine with G",y(1,3),L("reach",i))}
      ${u("sum of the bars",y(s,3),T("kept",n,y(n,3)))}
      ${u("share kept",Gt(1),s?T("kept_share",n/s,Gt(n/s)):"none")}
    </tbody>
  </table>
  <p class="u-soft u-small">A bar is the part of H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub> that points along G, so the outlined bars add up to the norm of G, the hatched ones to norm × cosine of the cut gradient.</p>`}var Dt={last:"at the last timestep only",every:"at every timestep"};function Ve({T:t,k:e,loss:s,carry:o,cosines:n,norm:r,losses:a}){return[{key:"reach",locks:!0,moot:s!=="last"||!o||r===0,about:{T:t,loss:s,carry:o,cosines:n},setting:i=>`T = ${i.T} and the loss ${Dt[i.loss]}`,text:l`The loss stands at the last timestep only, T = ${t}. <strong>How many timesteps back must the gradient reach (k)
        for the truncated gradient of W<sub>h</sub> to point within a cosine of ${Y} of the full one?</strong>`,label:"timesteps k",verdict:$o},{key:"carry",locks:!1,moot:e===t||a.reset===a.carried,about:{T:t,k:e,loss:s,losses:a},setting:i=>`T = ${i.T}, a cut every ${W(i.k,"timestep")} and the loss ${Dt[i.loss]}`,text:l`Every ${W(e,"timestep")} the gradient is cut; the state is carried on. Now switch carrying off: each chunk starts from H = 0.
        <strong>Does the loss itself change?</strong>`,choices:{same:"No, only the gradient",changes:"Yes, the loss too"},verdict:fo}]}function $o({answer:t,about:e}){let{T:s,cosines:o}=e,n=o.findIndex(d=>d>=Y)+1,r=d=>y(o[d-1],3),a=`k = ${n} reaches ${r(n)}${n>1?`, k = ${n-1} only ${r(n-1)}`:""}.`,i=l`What happened more than k timesteps ago still gets no gradient at all: at no cosine can it be learned from.`,c=t===null?null:t===n;if(t===null)return{right:c,said:`It is k = ${n}.`,why:l`${a} ${i}`};if(c)return{right:c,said:`You said ${t}, and ${t} it is.`,why:l`${a} ${i}`};let u=`You said ${t}; it is ${n}.`;if(t<1||t>s)return{right:c,said:u,why:l`k counts timesteps, from 1 to T = ${s}: ${s} is the full gradient. ${a}`};if(t<n)return{right:c,said:u,why:l`With k = ${t} the cosine is ${r(t)}: the timesteps beyond the cut still pull in a direction that is missed. ${a}`};let h=t===s?l`k = ${s} cuts nothing, so its cosine is 1.`:l`k = ${t} is enough, with a cosine of ${r(t)}, but not the least.`;return{right:c,said:u,why:l`${h} ${a} Each step back multiplies by W<sub>h</sub><sup>⊤</sup> and by 1 − H², so the far timesteps hardly turn the sum. ${i}`}}function fo({answer:t,about:e}){let{carried:s,reset:o}=e.losses,n={same:"stays the same",changes:"changes"},r=t===null?null:t==="changes";return{right:r,said:t===null?"It changes.":r?"You said it changes, and it does.":"You said it stays the same; it changes.",why:l`From zero states the forward pass is another one: L = ${y(o,3)} instead of ${y(s,3)}.
      Its gradient is then exact, but of that other loss. With the state carried on, L keeps its value and only the gradient is cut: this is what a stateful layer does.`}}function Ge({T:t,k:e,loss:s,carry:o,cosine:n,norm:r,cutNorm:a},i){let c=`A SimpleRNN of ${W(t,"timestep")} with the loss ${Dt[s]}`;if(e===t)return`${c}: the gradient flows back to the first timestep uncut, and ∂L/∂W_h has norm ${y(r,3)}.`;let u=`${c}, cut every ${W(e,"timestep")} counted back from the end, the state ${o?"carried on":"reset to zero"} at each cut`,h=`the gradient of W_h has norm ${y(a,3)}; the full one has ${y(r,3)}`,d=i==="reach"?"":n===null?", and no direction to compare":`, and the cosine between them is ${y(n,3)}`;return`${u}: ${h}${d}.`}function Ye({x:t,targets:e,counts:s,full:o,cut:n,weights:r}){let{W_x:a,W_h:i,b:c,V:u,c:h}=r,d=f=>f.map(p=>U(p)).join("; ");return l`<table class="u-table">
    <caption>Timestep by timestep, with cuts; the full gradient in brackets</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X<sub>t</sub></th><th scope="col">target</th><th scope="col">Y<sub>t</sub></th><th scope="col">L<sub>t</sub></th>
      <th scope="col">H<sub>t</sub></th><th scope="col">δ<sub>t</sub></th><th scope="col">norm from t + 1</th><th scope="col">bar</th></tr></thead>
    <tbody>${t.map((f,p)=>l`<tr><th scope="row">${p+1}</th><td>${y(f,2)}</td><td>${y(e[p],2)}</td><td>${y(n.Y[p],4)}</td>
      <td>${s[p]?y(n.losses[p],4):"none"}</td><td>${U(n.H[p])}</td><td>${U(n.delta[p])}</td>
      <td>${ze(C(n.flow[p]),C(o.flow[p]))}</td><td>${ze(n.shares[p],o.shares[p])}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">∂L/∂W<sub>h</sub> full, G = ${d(o.dW_h)}; with cuts ${d(n.dW_h)}.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), Y<sub>t</sub> = H<sub>t</sub> V + c, L<sub>t</sub> = (Y<sub>t</sub> − target)²,
    with W<sub>x</sub> = ${d(a)}, W<sub>h</sub> = ${d(i)}, b = ${U(c)}, V = ${U(u)}, c = ${y(h,3)}.</p>`}var ze=(t,e)=>`${y(t,4)} (${y(e,4)})`;var mo={last:"last t",every:"every t"},Be=({limits:t,T:e,k:s,t:o})=>({timesteps:X(t.timesteps,e,W(e,"step")),truncate:X([t.truncate[0],e],s,s===e?`${W(s,"step")}, no cut`:W(s,"step")),selected:X([1,e],o+1,`t = ${o+1}`)}),De={kind:"BPTTFlow",title:"Backpropagation through time",lead:"Gradients flow back through every timestep; truncation cuts them.",traits:["series","targets","W_x","W_h","b","V","c","limits","initial","predictions","timesteps","loss","truncate","carry","selected"],compute:Xe,controls:Be,body(t,e,s){let o=Be(t);return l`<div class="u-controls">
      ${I(e,"timesteps",l`timesteps <i>T</i>`,o.timesteps)}
      ${I(e,"truncate",l`cut every <i>k</i>`,o.truncate)}
      ${G(e,"loss","loss at",mo,t.loss)}
      ${it("carry","Carry the state over each cut",t.carry)}
    </div>
    <div data-slot="flow">${s.flow}</div>
    <p class="u-key"><b class="role-gradient">Hatched:</b> the gradient with cuts. <b>Outline:</b> the full gradient.
      <b>Thickness:</b> the norm of what flows back, on a log scale.</p>
    <div class="u-timestep">${I(e,"selected",l`timestep <i>t</i>`,o.selected)}</div>
    <div class="u-formula" data-slot="recursion">${s.recursion}</div>
    <div class="u-pair">
      <div data-slot="curve">${s.curve}</div>
      <div data-slot="gradients">${s.gradients}</div>
    </div>`},slots:(t,e)=>({flow:Ee(t,e),recursion:Ie(t),curve:qe(t),gradients:Pe(t)}),questions:Ve,describe:Ge,numbers:Ye,python:Ce};var ee={};be(ee,{body:()=>vo,compute:()=>Ke,controls:()=>ns,describe:()=>Mo,numbers:()=>To,python:()=>ss,questions:()=>Wo,slots:()=>_o});function Ut(t,e){return t.map((s,o)=>s.map((n,r)=>(n-e[o][r])**2))}function Nt(t,e=null){let s=0,o=0;return t.forEach((n,r)=>n.forEach((a,i)=>{e&&!e[r][i]||(s+=a,o+=1)})),s/o}function ut(t,e,s=1,o=1){return t<e+s?0:Math.floor((t-e-s)/o)+1}function Ue(t){let e=t.reduce((n,r)=>n+r,0)/t.length,s=Math.sqrt(t.reduce((n,r)=>n+(r-e)**2,0)/t.length),o=t.every(n=>n===t[0]);return{center:e,spread:o||s===0?1:s}}function Jt(t,e,s="post",o=0){let n=(r,a,i)=>{let c=Array(e-r.length).fill(a);return s==="post"?[...i,...c]:[...c,...i]};return{X:t.map(r=>n(r,o,r)),mask:t.map(r=>n(r,!1,r.map(()=>!0)))}}function Zt({length:t,window:e,horizon:s,stride:o,train:n,order:r}){let a=Math.min(n,t),i={train:[0,a],test:[a,t]},c=(u,h,d)=>Array.from({length:ut(h-u,e,s,o)},(f,p)=>{let b=u+p*o,$=b+e+s,m=d(b);return{start:b,end:$,part:m,leaks:m==="train"&&$>a}});return r==="split first"?Object.entries(i).flatMap(([u,[h,d]])=>c(h,d,()=>u)):c(0,t,u=>u<a?"train":"test")}var j=[6,4,2,5],F=["A","B","C","D"],ot={W_x:[[.9,-.6]],W_h:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1},Ze=new D(ot);function Kt(t,e=null){let s=t.map((n,r)=>Ze.forward(n.map(a=>[a]),{mask:e?.[r]}).H),o=s.map(n=>n.map(r=>r.reduce((a,i,c)=>a+i*ot.V[c],ot.c)));return{states:s,forecasts:o}}var Qt=Ze.forward(Array(200).fill([0])).state,Xt=(t,e)=>Math.max(...t.map((s,o)=>Math.abs(s-e[o]))),Je=t=>Math.max(...t.flatMap(e=>t.map(s=>Xt(e,s))));function Ke(t){let{rows:e,length:s,pad_to:o,where:n,mask:r}=t,a=e.map(_=>_[0]),{center:i,spread:c}=Ue(a),u=a.map(_=>(_-i)/c),h=j.map((_,H)=>Math.floor(H*(s-_-1)/3)),d=j.map((_,H)=>u.slice(h[H],h[H]+_)),f=j.map((_,H)=>u.slice(h[H]+1,h[H]+_+1)),{X:p,mask:b}=Jt(d,o,n),$=Jt(f,o,n).X,m=Kt(d),g=Kt(p),x=r?Kt(p,b):g,v=Ut(x.forecasts,$),w=({states:_})=>_.map((H,tt)=>Xt(H.at(-1),m.states[tt].at(-1))),S=m.states.map(_=>_.at(-1)),N=g.states.map(_=>_.at(-1)),E=j.map(_=>o-_),K=(_,H)=>Xt(_,Qt)<Xt(S[H],Qt),Q=!r&&n==="post"&&N.every((_,H)=>!E[H]||K(_,H)),bt=Nt(v),k=Nt(v,b);return{center:i,spread:c,starts:h,inputs:d,targets:f,X:p,y:$,mask:b,errors:v,padTo:o,where:n,masked:r,sequence:F.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:x.states,alone:m.states,hT:x.states.map(_=>_.at(-1)),hAlone:S,hPlain:N,rest:Qt,pulled:Q,apart:Je(N),apartAlone:Je(S),drift:w(x),driftPlain:w(g),lossAll:bt,lossReal:k,loss:r?k:bt,lossAlone:Nt(Ut(m.forecasts,f)),steps:F.length*o,realSteps:j.reduce((_,H)=>_+H,0)}}var J={top:4,pitch:54,label:18,cell:28},q={top:J.top+4*J.pitch+48,tab:17,height:116},bo=q.top+q.height+26,Qe=["u-unit-1","u-unit-2"],ht=t=>Ot(t)?y(t):String(+t.toPrecision(1)).replace("-","−"),Ot=t=>t>=.005;function ts(t,e){let{padTo:s,sequence:o}=t,n=r=>`${+(100*r/s).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${bo}" role="img" aria-label="The padded batch and the hidden states of sequence ${F[o]}">
    ${F.map((r,a)=>go(t,a,n))}
    ${xo(t,n)}
  </svg>`}function go({X:t,mask:e,masked:s,sequence:o,drift:n,padTo:r},a,i){let c=J.top+a*J.pitch,u=c+J.label,h=t[a].map((d,f)=>{let p=e[a][f],b=l`x="${i(f)}" y="${u}" width="${i(1)}" height="${J.cell}"`,$=d<0?"u-fill-negative":"u-fill-positive";return l`${p&&l`<rect ${b} class="${$}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(d)/2)).toFixed(3)}"/>`}
      <rect ${b} class="${p?"u-real":"u-pad"}"/>
      ${!p&&s&&l`<line x1="${i(f)}" x2="${i(f+1)}" y1="${u+J.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${i(f+.5)}" y="${u+19}" text-anchor="middle" class="${p?"u-cell":"u-cell u-soft"}">${p?y(d,1):s?"":"0"}</text>`});return l`<g class="${a===o&&"u-selected"}">
    <text x="0" y="${c+12}" class="u-strong">${F[a]} <tspan class="u-soft u-plain">${j[a]} real, ${r-j[a]} padded${a===o&&", shown below"}</tspan></text>
    <text x="100%" y="${c+12}" text-anchor="end" class="${Ot(n[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${ht(n[a])}</text>
    ${h}
    <rect x="0" y="${c}" width="100%" height="${J.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(F[a])}"/>
  </g>`}function xo({states:t,alone:e,mask:s,sequence:o,drift:n,padTo:r,where:a},i){let c=j[o],u=a==="post"?0:r-c,h=v=>+((1-v)/2).toFixed(4),d=v=>+(q.top+h(v)*q.height).toFixed(2),f=(v,w,S)=>l`<polyline points="${v.map((N,E)=>`${w+E+.5},${h(N)}`).join(" ")}" class="${S}" vector-effect="non-scaling-stroke"/>`,p=u?[0,u]:[c,r],b=F[o],$=t[o].at(-1),m=i((p[0]+p[1])/2),g=a==="post"?{at:m,anchor:"middle",h:e[o].at(-1)}:{at:i(u+.5),dx:-8,anchor:"end",h:e[o][0]},x=yo([...$,...g.h].map(d));return l`<text x="0" y="${q.top-30}" class="u-strong">Hidden state of ${b}, step by step</text>
    ${p[1]>p[0]&&l`<rect x="${i(p[0])}" y="${q.top-q.tab}" width="${i(p[1]-p[0])}" height="${q.height+q.tab}" class="u-fill-panel"/>
      <text x="${m}" y="${q.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(v=>l`<line x1="0" x2="100%" y1="${d(v)}" y2="${d(v)}" class="u-grid"/>
      <text x="0" y="${v>0?d(v)+12:d(v)-3}" class="u-soft">${y(v,0)}</text>`)}
    <svg x="0" y="${q.top}" width="100%" height="${q.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${$.map((v,w)=>{let S=e[o].map(N=>N[w]);return f(a==="post"?[...S,...Array(r-c).fill(S.at(-1))]:S,u,`u-alone ${Qe[w]}`)})}
      <g class="veil-drift">${$.map((v,w)=>f(t[o].map(S=>S[w]),0,`u-state ${Qe[w]}`))}</g>
    </svg>
    <g class="veil-drift">${$.map((v,w)=>l`${t[o].map((S,N)=>l`<circle cx="${i(N+.5)}" cy="${d(S[w])}" r="3" class="${s[o][N]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${x[w]}" text-anchor="end" class="u-halo">unit ${w+1}</text>`)}</g>
    ${n[o]>0&&g.h.map((v,w)=>l`<text x="${g.at}" dx="${g.dx??0}" y="${x[$.length+w]}" text-anchor="${g.anchor}" class="u-halo u-soft">unit ${w+1} alone</text>`)}
    ${p[1]>p[0]&&l`<text x="${m}" y="${q.top+q.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[o].map((v,w)=>l`<text x="${i(w+.5)}" y="${q.top+q.height+18}" text-anchor="middle" class="u-soft">${w?w+1:"t = 1"}</text>`)}`}function yo(t){let s=t.map((a,i)=>i).sort((a,i)=>t[a]-t[i]),o=[],n=q.top+12-15;for(let a of s)n=o[a]=Math.max(t[a]-8,n+15);let r=q.top+q.height-4;for(let a of s.toReversed())o[a]=+Math.min(o[a],r).toFixed(2),r=o[a]-15;return o}var dt=t=>Array.isArray(t)?`[${t.map(dt).join(", ")}]`:String(t),te=t=>t.map(e=>`    ${dt(e)},`).join(`
`);function es({series:t,names:e,units:s,window:o,stride:n,horizon:r,train:a,order:i,selected:c}){let u=e.map((d,f)=>s[f]?`${d} (${s[f]})`:d).join(", "),h=i==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${te(t)}
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

selected = ${c}
if len(X):
    print(X[selected], y[selected])
`}function ss({inputs:t,targets:e,padTo:s,where:o,masked:n}){let{W_x:r,W_h:a,b:i,V:c,c:u}=ot,h=o==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${j.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${te(t)}
]
targets = [
${te(e)}
]
length, where, use_mask = ${s}, "${o}", ${n?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${dt(r)})
W_h = np.array(${dt(a)})
b = np.array(${dt(i)})
V, c = np.array(${dt(c)}), ${u}


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
`}var wo={post:"after",pre:"before"},ns=({limits:t,padTo:e})=>({pad_to:X(t.pad_to,e,W(e,"step"))});function vo(t,e,s){return l`<div class="u-controls">
    ${I(e,"pad_to",l`pad to <i>T</i>`,ns(t).pad_to)}
    ${G(e,"sequence","states of",Object.fromEntries(F.map(o=>[o,o])),F[t.sequence])}
    ${G(e,"where","zeros",wo,t.where)}
    ${it("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${s.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${s.states}</div>
    <div class="u-loss" data-slot="loss">${s.loss}</div>
  </div>`}var _o=(t,e)=>({grid:ts(t,e),states:ko(t),loss:Ho(t)}),os=(t,e)=>l`(${e.map((s,o)=>[o>0&&", ",T(`${t}.${o}`,s,y(s))])})`;function ko({hT:t,hAlone:e,drift:s}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${F.map((o,n)=>l`<tr><th scope="row">${o}</th><td>${os(`h_alone.${o}`,e[n])}</td>
        <td>${L("drift",os(`h_T.${o}`,t[n]))}</td>
        <td>${L("drift",l`<span class="${Ot(s[n])&&"u-alarm"}">${T(`drift.${o}`,s[n],ht(s[n]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function Ho({lossAll:t,lossReal:e,loss:s,lossAlone:o,masked:n,steps:r,realSteps:a}){let i=Math.max(t,e,o)||1,c=(u,h,d,f)=>l`<div class="u-meter${f&&" u-counts"}">
    <span>${d}${f&&l` <b class="veil-drift">counts</b>`}</span><b>${L("drift",T(u,h,y(h,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*h/i).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${c("loss_all",t,`over all ${r} steps`,!n)}
    ${c("loss_real",e,`over the ${a} real steps`,n)}
    ${c("loss_alone",o,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${T("loss",s,y(s,3))}.</span></p>`}function Wo({padTo:t,where:e,hAlone:s,hPlain:o}){let n=j.indexOf(Math.min(...j)),r=t-j[n];return[{key:"drift",locks:!0,moot:!1,about:{sequence:F[n],zeros:r,where:e,alone:s[n],padded:o[n]},setting:({sequence:a,zeros:i,where:c})=>`${a} with ${W(i,"zero")} ${c==="post"?"after":"before"} it`,text:l`Sequence ${F[n]} has ${j[n]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:So}]}function So({answer:t,about:e}){let{sequence:s,zeros:o,where:n,alone:r,padded:a}=e,i=p=>`(${p.map(b=>y(b)).join(", ")})`,c=r.every((p,b)=>p===a[b])?"same":"changes",u={same:"stays the same",changes:"changes"},h=t===null?`It ${u[c]}.`:t===c?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[c]}.`,d=n==="post"?`After ${W(o,"zero")}`:`With ${W(o,"zero")} before it`,f=l`${d} the state of ${s} is ${i(a)} instead of ${i(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===c,said:h,why:f}}function Mo({padTo:t,where:e,masked:s,drift:o,loss:n,lossAlone:r,pulled:a,rest:i,apart:c,apartAlone:u},h){let d=`Four sequences of ${j.slice(0,-1).join(", ")} and ${j.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(h)return`${d}, without a mask.`;let f=o.indexOf(Math.max(...o));if(s)return`${d}, with a mask: every last state equals that of the sequence alone, and the loss is ${y(n,3)} as it is without padding.`;if(o[f]===0)return`${d}, without a mask.`;let p=a?` The zeros pull every padded state toward one resting point, (${i.map(b=>y(b)).join(", ")}), whatever the sequence was: the four end at most ${ht(c)} apart, alone ${ht(u)}.`:"";return`${d}, without a mask: the last state of ${F[f]} moves most, by ${ht(o[f])}, and the loss is ${y(n,3)} where it should be ${y(r,3)}.${p}`}function To({X:t,y:e,mask:s,states:o,errors:n,masked:r,sequence:a,center:i,spread:c,name:u}){let h=m=>m.map(g=>[].concat(g).map(x=>y(x,1)).join(", ")).join("; "),{W_x:d,W_h:f,b:p,V:b,c:$}=ot;return l`<table class="u-table">
    <caption>Sequence ${F[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,g)=>l`<tr><th scope="row">${g+1}</th><td>${s[a][g]?"yes":"no"}</td><td>${y(m,4)}</td>${o[a][g].map(x=>l`<td>${y(x,4)}</td>`)}<td>${y(e[a][g],4)}</td><td>${y(n[a][g],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${y(i,3)} and standard deviation ${y(c,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${h(d)}), W<sub>h</sub> = (${h(f)}), b = (${h([p])}), V = (${h([b])}), c = ${y($,1)}.</p>`}var re={};be(re,{body:()=>Po,compute:()=>Ro,controls:()=>$s,describe:()=>Ko,numbers:()=>Qo,python:()=>es,questions:()=>Bo,slots:()=>zo});var rs=320,as=290,pt={x:32,bottom:264},se=104,oe=.5,Ao=12;function cs(t,e){let{n:s,window:o,features:n,selected:r,cut:a,nTrain:i,nTest:c}=t,u={width:26,height:Math.min(21,180/o)},h={width:n*u.width,height:o*u.height};if(!s){let $={x:pt.x,y:pt.bottom-h.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${rs} ${as}" role="img" aria-label="An empty box: no window fits">
      ${qt($,h,"u-void")}${is(t,()=>$,h)}</svg>`}let d=i&&c?Ao:0,f=Math.min(11,(se-d)/s),p=$=>{let m=$*f+($>=i?d:0);return{x:pt.x+m,y:pt.bottom-h.height-m*oe}},b=a.map(($,m)=>s-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${rs} ${as}" role="img"
    aria-label="The tensor as a box: a sheet of ${o} timesteps by ${n} features for every window, X[${r}] beside it">
    <defs>${lt(`${e}-sheet`)}</defs>
    ${b.map($=>$===r?qt(p($),h,"u-slot"):No(a[$],$,p($),h,e))}
    ${ls(p(0),h,u,o,n)}
    ${Xo(t,p(r),h,u)}
    ${is(t,p,h)}
  </svg>`}var M=t=>+t.toFixed(2),qt=({x:t,y:e},{width:s,height:o},n)=>l`<rect x="${M(t)}" y="${M(e)}" width="${s}" height="${M(o)}" class="${n}"/>`;function No({part:t,leaks:e},s,o,n,r){return l`<g class="${s>1&&"veil-count"}">${qt(o,n,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${M(o.x)}" y="${M(o.y)}" width="${n.width}" height="${M(n.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function ls({x:t,y:e},{width:s,height:o},n,r,a){let i=Array.from({length:r-1},(u,h)=>`M${M(t)} ${M(e+(h+1)*n.height)}h${s}`),c=Array.from({length:a-1},(u,h)=>`M${M(t+(h+1)*n.width)} ${M(e)}v${M(o)}`);return l`<path d="${[...i,...c].join("")||"M0 0"}" class="u-cell-lines"/>`}function Xo({series:t,X:e,features:s,selected:o,window:n},r,a,i){let c={x:pt.x+a.width+se+20,y:pt.bottom-a.height-se*oe/2},h=Array.from({length:s},(p,b)=>t.map($=>$[b])).map(p=>{let b=Math.min(...p),$=Math.max(...p);return m=>M(.08+.72*($===b?.5:(m-b)/($-b)))}),d=e.flatMap((p,b)=>p.map(($,m)=>l`<rect x="${M(c.x+m*i.width)}" y="${M(c.y+b*i.height)}" width="${i.width}" height="${M(i.height)}" class="u-fill-input" fill-opacity="${h[m]($)}"/>`)),f=M(r.x+a.width);return l`<path d="M${f} ${M(r.y)}L${M(c.x)} ${M(c.y)}M${f} ${M(r.y+a.height)}L${M(c.x)} ${M(c.y+a.height)}" class="u-guide"/>
    ${d}${ls(c,a,i,n,s)}${qt(c,a,"u-sheet-chosen")}
    <text x="${M(c.x+a.width/2)}" y="${M(c.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${o}]</text>`}function is({n:t,window:e,features:s,nTrain:o,nTest:n},r,a){let i=r(t-1),{x:c,y:u}=r(0),h=M(Math.atan(oe)*180/Math.PI);return l`<text transform="translate(${M(c-3)} ${M(u-10)}) rotate(${-h})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${n>0&&o>0&&l`<text x="${M(i.x+a.width)}" y="${M(i.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${M(c-10)} ${M(u+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${M(c)}" y="${M(u+a.height+18)}">features d = ${s}</text>`}var $t={top:22,height:201},R={top:269,height:168},ne=R.top+R.height;function hs(t,e){let{length:s,border:o,chosen:n,window:r,horizon:a,features:i}=t,c=d=>`${+(100*d/s).toFixed(3)}%`,u=$t.height/i,h=(d,f,p)=>l`<rect x="${c(d)}" y="${$t.top}" width="${c(f)}" height="${R.top-$t.top}" class="${p}"/>`;return l`<svg class="u-figure" width="100%" height="${ne+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${lt(`${e}-leak`)}</defs>
    <rect x="${c(o)}" y="0" width="${c(s-o)}" height="${ne}" class="u-fill-panel"/>
    ${n&&[h(n.start,r,"u-band-input"),h(n.start+r,a,"u-band-output")]}
    ${t.names.map((d,f)=>Oo(t,f,$t.top+f*u,u,c))}
    ${qo(s,c)}
    <line x1="${c(o)}" x2="${c(o)}" y1="0" y2="${ne}" class="u-split"/>
    ${n?[jo(t,c),t.cut.map((d,f)=>Fo(t,f,c,e)),Eo(t,c)]:Lo(t,c,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${W(o,"value")}</text>
    ${o<s&&l`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${s-o}</text>`}
  </svg>`}function Oo({series:t,names:e,units:s,chosen:o,window:n,length:r},a,i,c,u){let h=t.map(w=>w[a]),d=Math.min(...h),f=Math.max(...h),p=w=>+(f===d?.5:(f-w)/(f-d)).toFixed(4),b=i+21,$=c-30,m=(w,S,N)=>{let E=h.slice(w,S).map((K,Q)=>`${w+Q+.5},${p(K)}`);return l`<polyline points="${E.join(" ")}" class="${N}" vector-effect="non-scaling-stroke"/>`},g=(w,S,N)=>h.slice(w,S).map((E,K)=>l`<circle cx="${u(w+K+.5)}" cy="${+(b+p(E)*$).toFixed(2)}" r="2.6" class="${N}"/>`),x=o&&o.start+n,v=o&&a===0;return l`<text x="0" y="${i+13}" class="u-halo">${e[a]} <tspan class="u-soft">${us(d)} to ${us(f)} ${s[a]}</tspan></text>
    <svg x="0" y="${b}" width="100%" height="${$}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${o&&m(o.start,x,"u-line-input")}
      ${v&&m(x-1,o.end,"u-line-output")}
    </svg>
    ${o&&g(o.start,x,"u-dot-input")}
    ${v&&g(x,o.end,"u-dot-output")}`}var us=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function qo(t,e){let s=[1,5,10,20,25,50].find(n=>t/n<=6),o=$t.top+$t.height;return Array.from({length:Math.ceil(t/s)},(n,r)=>r*s).map(n=>l`<line x1="${e(n+.5)}" x2="${e(n+.5)}" y1="${o}" y2="${o+4}" class="u-tick"/>
      <text x="${n?e(n+.5):0}" y="${o+17}" text-anchor="${n?"middle":"start"}" class="u-soft">${n||"t = 0"}</text>`)}function jo({selected:t,chosen:e,window:s,length:o},n){let r=Math.min(Math.max(e.start+s,.14*o),.86*o);return l`<text x="${n(r)}" dx="-5" y="${R.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${n(r)}" dx="5" y="${R.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function Fo({cut:t,n:e,selected:s,window:o,horizon:n,border:r,length:a},i,c,u){let{start:h,end:d,leaks:f}=t[i],p=Math.min(21,R.height/e),b=+(R.top+i*p).toFixed(2),$=+(p-(p>6?4:p/4)).toFixed(2),m=+(b+$/2).toFixed(2),g=Math.max(h,r),x=d<.76*a?{x:c(d),dx:6,"text-anchor":"start"}:{x:c(h),dx:-6,"text-anchor":"end"},v=Object.entries(x).map(([w,S])=>l` ${w}="${S}"`);return l`<g class="u-bar${i===s&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${c(h)}" y="${b}" width="${c(o)}" height="${$}" class="u-bar-input"/>
    <line x1="${c(h+o)}" x2="${c(d)}" y1="${m}" y2="${m}" stroke-width="${$}" class="u-bar-output"/>
    ${f&&l`<rect x="${c(g)}" y="${b}" width="${c(d-g)}" height="${$}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${p>=12&&l`<text${v} y="${m+4}" class="u-halo">${i}${f&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${b}" width="100%" height="${+p.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function Eo({cut:t,n:e},s){let o=R.top+2*Math.min(21,R.height/e)+14;return e>2&&l`<text x="${s(t[2].start)}" y="${o.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function Lo({length:t,window:e,horizon:s},o,n){return l`<rect x="0" y="${R.top}" width="${o(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${o(e)}" y="${R.top}" width="${o(t-e)}" height="20" fill="url(#${n}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${R.top+42}" class="u-strong u-ink-gradient">needs ${e+s} values and does not fit</text>`}var Co={"window first":"window, then split","split first":"split, then window"};function Ro(t){let{rows:e,length:s,window:o,stride:n,horizon:r,features:a,train:i,order:c,limits:u}=t,h=Math.min(i,s),d=e.map(x=>x.slice(0,a)),f=Zt(t),p=f.length,b=Math.min(t.selected,Math.max(0,p-1)),$=f[b]??null,m=$&&$.start+o,g=x=>f.filter(x).length;return{series:d,length:s,window:o,stride:n,horizon:r,features:a,train:i,order:c,limits:u,border:h,cut:f,n:p,selected:b,chosen:$,names:t.names.slice(0,a),units:t.units.slice(0,a),X:$?d.slice($.start,m):[],y:$?d.slice(m,$.end).map(x=>x[0]):[],nTrain:g(({part:x})=>x==="train"),nTest:g(({part:x})=>x==="test"),nLeak:g(({leaks:x})=>x),firstLeak:f.findIndex(({leaks:x})=>x),notes:Io(t,h)}}function Io({length:t,window:e,horizon:s,order:o},n){return(o==="split first"?[["No training windows","training part",n],["No test windows","test part",t-n]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+s).map(([a,i,c])=>`${a}: window ${e} + horizon ${s} needs at least ${e+s} values; the ${i} has ${c}.`)}function $s({length:t,window:e,stride:s,horizon:o,features:n,train:r,limits:a,selected:i,n:c}){return{length:X(a.length,t,W(t,"value")),window:X(a.window,e,W(e,"step")),horizon:X(a.horizon,o,W(o,"step")),stride:X(a.stride,s,W(s,"step")),features:X(a.features,n,String(n)),train:X(a.train,r,W(r,"value")),selected:X([0,c-1],i,c?`X[${i}]`:"none")}}function Po(t,e,s){let o=$s(t),n=(r,a)=>I(e,r,a,o[r]);return l`<div class="u-controls">
    ${n("length",l`series <i>N</i>`)}
    ${n("window",l`window <i class="role-input">T</i>`)}
    ${n("horizon",l`horizon <i class="role-output">H</i>`)}
    ${n("stride",l`stride <i>s</i>`)}
    ${n("features",l`features <i>d</i>`)}
    ${n("train","train part")}
    ${G(e,"order","order",Co,t.order)}
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
  </div>`}var zo=(t,e)=>({series:hs(t,e),key:Vo(t),formula:Go(t),box:cs(t,e),slice:Yo(t)}),Vo=({names:t,nLeak:e})=>l`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function Go({length:t,border:e,window:s,horizon:o,stride:n,features:r,order:a,n:i,nTrain:c,nTest:u,nLeak:h,notes:d}){let f=(m,g)=>l`<tr><th scope="row">${m}</th><td>${g}</td></tr>`,p=(m,g,x,v)=>f(m,g<s+o?l`${T(x,v)} <span class="u-soft">windows: too short</span>`:l`⌊(${g} − ${s} − ${o}) / ${n}⌋ + 1 = ${L("count",l`<b>${T(x,v)}</b>`)}`),b=l`${T("n_train",c)} train, <span class="${h>0&&"u-alarm"}">${T("n_leak",h)} of them
    ${h===1?"leaks":"leak"}</span>; ${T("n_test",u)} test`,$=m=>`(${m}, ${s}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[p("train",e,"n_train",c),p("test",t-e,"n_test",u)]:[p("all",t,"n",i),f("split",L("leak",b))]}${f("shapes",L("leak",l`X_train <b>${$(c)}</b>, X_test <b>${$(u)}</b>`))}</tbody></table>
    ${d.length>0&&l`<p class="u-note" role="note">${d.join(" ")}</p>`}`}var ds=t=>y(t,Math.abs(t)<1e4?1:0);function Yo({names:t,units:e,X:s,y:o,window:n,features:r,horizon:a,selected:i,chosen:c}){if(!c)return l`<p class="u-soft">No window, so nothing to show.</p>`;let u=c.start+n;return l`<table class="u-table">
    <caption>X[${i}] has shape (${n}, ${r}), y[${i}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((h,d)=>l`<th scope="col">${h} <span class="u-soft">${e[d]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${s.map((h,d)=>l`<tr><th scope="row">${c.start+d}</th>${h.map((f,p)=>l`<td>${T(`X.${d}.${p}`,f,ds(f))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${o.map((h,d)=>l`<tr><th scope="row">${u+d}</th><td>${T(`y.${d}`,h,ds(h))}</td></tr>`)}</tbody>
  </table>`}function Bo({length:t,window:e,horizon:s,stride:o,train:n,order:r,nLeak:a}){let i={length:t,window:e,horizon:s,stride:o,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!ut(t,e,s,o),about:i,setting:ps,text:l`A series has ${t} values. Windows of ${W(e,"step")}, each followed by ${W(s,"target")}, start every
        ${o===1?"step":`${o} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Uo},{key:"leak",moot:!a,about:{...i,train:n},setting:ps,text:l`The windows were cut first, and those that start before value ${n} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:Jo}]}var ps=({length:t,window:e,horizon:s,stride:o,train:n})=>`N = ${t}, T = ${e}, H = ${s}, s = ${o}${n?` and ${W(n,"training value")}`:""}`,Do=[[({length:t,window:e,horizon:s,stride:o})=>Math.floor((t-e-s)/o),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:s})=>ut(t,e,0,s),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:s})=>ut(t,e,s),"That is the count for stride 1."]];function Uo({answer:t,about:e}){let{length:s,window:o,horizon:n,stride:r}=e,a=ut(s,o,n,r),i=(a-1)*r,c=`The last start that still fits is ${i}: its ${o+n} values end at ${i+o+n-1}, and the series ends at ${s-1}. With starts 0, ${r}, …, ${i} that makes ${i} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${W(a,"window")}.`,why:c};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:c};let u=Do.find(([h])=>h(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${u} ${c}`}}function Jo({answer:t,about:e}){let s=Zt(e),o=s.flatMap(({leaks:c},u)=>c?[u]:[]),n=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=o,i=`X[${a}] and its targets cover values ${s[a].start} to ${s[a].end-1}; the test part begins at ${n}. ${W(o.length,"training window")} ${o.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:i}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:i}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${Zo(s,t,a,n)} ${i}`}}function Zo(t,e,s,o){let n=t[e];return n?n.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>s?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${n.end-1}, before ${o}.`:`There are only X[0] to X[${t.length-1}].`}function Ko({length:t,features:e,window:s,stride:o,horizon:n,n:r,nLeak:a,nTrain:i,nTest:c,order:u,selected:h,chosen:d,notes:f},p){let b=`A series of ${t} timesteps and ${W(e,"feature")}`;if(!r)return`${b}. ${f.join(" ")}`;let $=`windows of ${W(s,"timestep")} that start every ${o===1?"step":`${o} steps`}, each with its next ${W(n,"value")} as target`;if(p==="count")return`${b}, to be cut into ${$}.`;let m=u==="split first"?`split and then cut into ${i} training and ${c} test`:`cut into ${r}`,g=p==="leak"?"":a?` ${a} of the ${W(i,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",x=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${W(s,"training value")} as inputs.`:"";return`${b}, ${m} ${$}. X[${h}] starts at timestep ${d.start}.${g}${x}`}function Qo({cut:t,window:e,horizon:s}){let o=(n,r)=>r===1?String(n):`${n} to ${n+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:n,part:r,leaks:a},i)=>l`<tr><th scope="row">X[${i}]</th><td>${o(n,e)}</td><td>${o(n+e,s)}</td><td>${r}</td><td>${L("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var fs={windows:re,padding:ee},nt=t=>fs[t.mode],ms={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...fs[t.mode].compute({...t,rows:tn(t)}),mode:t.mode,state:t}},body:(t,e,s)=>nt(t).body(t,e,s),slots:(t,e)=>nt(t).slots(t,e),controls:t=>nt(t).controls(t),questions:t=>nt(t).questions(t),describe:(t,e)=>nt(t).describe(t,e),numbers:t=>nt(t).numbers(t),python:t=>nt(t).python(t)};function tn({series:t,names:e,length:s}){let o=e.length,n=(r,a)=>t.getFloat64(8*(r*o+a),!0);return Array.from({length:s},(r,a)=>e.map((i,c)=>n(a,c)))}var Z=t=>String(t).replace("-","−");function jt(t,e=2){let s=y(t,e);return t===0?"0":Number(s)===0?"≈0":t>0?`+${s}`:s}var bs=t=>`(${t.map(e=>jt(e)).join(", ")})`,gs=({features:t,units:e,n_parameters:s,timesteps:o})=>l`<p class="u-heading">Parameters</p>
  <p class="u-law">${L("count",l`<span class="u-term"><i>d</i> <i>h</i> + <i>h</i>² + <i>h</i></span>
    <span class="u-term">= ${t} · ${e} + ${e}² + ${e} = <b>${T("n_parameters",s)}</b></span>`)}</p>
  <p class="u-soft veil-count">in W<sub>x</sub>, W<sub>h</sub> and b, for T = ${o} as for any other T.</p>`;function xs({features:t,units:e,timesteps:s,unfolded:o,H:n,t:r,n_parameters:a},i){let c=i==="count"?"":`, ${a} parameters in all`,u=o?`unrolled over ${W(s,"timestep")}`:`drawn as one cell with its loop, at timestep ${r} of ${s}`,h=o&&r<s?`, and at t = ${s} it is ${bs(n.at(-1))}`:"";return`A SimpleRNN with ${W(t,"feature")} and ${W(e,"unit")}${c}, ${u}. At t = ${r} its state is ${bs(n[r-1])}${h}.`}function ys({x:t,A:e,H:s,W_x:o,W_h:n,b:r}){let a=(u,h)=>h.map((d,f)=>l`<th scope="col">${u}${h.length>1&&l` [${f+1}]`}</th>`),i=u=>u.map(h=>l`<td>${y(h,4)}</td>`),c=u=>u.map(h=>[h].flat().map(Z).join(", ")).join("; ");return l`<table class="u-table">
    <caption>Every timestep: input, pre-activation and state of each unit</caption>
    <thead><tr><th scope="col">t</th>${a(l`X<sub>t</sub>`,t[0])}${a(l`A<sub>t</sub>`,r)}${a(l`H<sub>t</sub>`,r)}</tr></thead>
    <tbody>${t.map((u,h)=>l`<tr><th scope="row">${h+1}</th>${i(u)}${i(e[h])}${i(s[h])}</tr>`)}</tbody>
  </table>
  <p class="u-soft">A<sub>t</sub> = X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b and H<sub>t</sub> = tanh(A<sub>t</sub>), from H<sub>0</sub> = 0,
    with W<sub>x</sub> = (${c(o)}), W<sub>h</sub> = (${c(n)}), b = (${c([r])}); rows end at semicolons, column j is unit j.</p>`}var V={top:2,pitch:66,zero:41,reach:23},ae=30,yt=42,en=40,xt=22,vs=6,ie={left:.5,right:.3},ce=.54,sn=.45,_s=({units:t,features:e})=>{let s=V.top+t*V.pitch,o=s+ae+yt+en;return{lanes:s,cell:s+ae,middle:s+ae+yt/2,input:o,height:o+e*xt+20}};function ks(t){let{timesteps:e,unfolded:s,t:o}=t,n=_s(t),r=s?`The chain of ${e} cells with their inputs and states`:`The cell with its loop at timestep ${o}`;return l`<svg class="u-figure${e>vs&&s&&" u-many"}" width="100%" height="${n.height}" role="img" aria-label="${r}">
    ${(s?on:nn)(t,n)}
  </svg>`}function Hs(t){let{timesteps:e,unfolded:s,t:o}=t;if(!s)return null;let{x:n,center:r,cell:a}=Ws(e);return l`<svg width="100%" height="100%" aria-hidden="true">
    <rect x="${n(r(o)-.5)}" y="0" width="${n(1)}" height="100%" rx="8" class="u-fill-panel"/>
    <rect x="${n(r(o)-a/2)}" y="${_s(t).cell}" width="${n(a)}" height="${yt}" rx="8" class="u-ring"/>
  </svg>`}function Ws(t){let e=100/(Math.max(t,4)+ie.left+ie.right);return{x:s=>`${+(s*e).toFixed(3)}%`,center:s=>ie.left+s-.5,cell:t>vs?sn:ce}}function on(t,e){let{timesteps:s}=t,{x:o,center:n,cell:r}=Ws(s),a=Array.from({length:s},(c,u)=>u+1),i=c=>{let u=c>1?n(c-1)+r/2:.12,h=n(c)-r/2;return l`<g class="u-w-h">${cn(o(u),o(h),e.middle)}
      <text x="${o((u+h)/2)}" y="${e.middle-9}" text-anchor="middle">${rt("W","h")}</text></g>`};return l`${Ss(t,"0",o(n(s)+.5))}
    ${a.map(i)}
    <text x="0" y="${e.middle+17}" class="u-soft">${rt("H",0)}</text>
    <text x="0" y="${e.middle+31}" class="u-soft">= 0</text>
    ${a.map(c=>Ms(t,e,c,{at:o(n(c)),cell:[o(n(c)-r/2),o(r)],bar:[o(n(c)-ce/2),o(ce)]}))}
    ${a.map(c=>l`<rect x="${o(n(c)-.5)}" y="0" width="${o(1)}" height="${e.height}" rx="8" class="u-hit" data-pick="t" data-to="${c}"/>`)}`}function nn(t,e){let{t:s,before:o,units:n}=t,r={at:"44%",cell:["34%","20%"],bar:["34%","20%"]},{middle:a}=e,i={left:62,width:56,height:18*n+12},c=a-i.height/2;return l`${Ss(t,"24%","64%")}
    <svg x="54%" y="0" width="1" height="1" overflow="visible">
      <g class="u-loop">${ws(`M0 ${a-12}H${i.left}`)}${le(`translate(${i.left} ${a-12})`)}</g>
      <g class="u-w-h">${ws(`M${i.left} ${a+12}H6`)}${le(`translate(1 ${a+12}) rotate(180)`)}
        <text x="32" y="${a+30}" text-anchor="middle">${rt("W","h")}</text></g>
      <rect x="${i.left}" y="${c}" width="${i.width}" height="${i.height}" rx="6" class="u-kept"/>
      ${o.map((u,h)=>l`<text x="${i.left+i.width/2}" y="${c+19+18*h}" text-anchor="middle" data-value="H_before.${h+1}" data-exact="${u}">${jt(u)}</text>`)}
      <text x="${i.left+i.width/2}" y="${c-7}" text-anchor="middle" class="u-strong">${rt("H",s-1)}</text>
      <text x="${i.left+i.width/2}" y="${c+i.height+15}" text-anchor="middle" class="u-soft">kept</text>
    </svg>
    ${Ms(t,e,s,r)}`}function Ss({units:t},e,s){return Array.from({length:t},(o,n)=>{let r=V.top+n*V.pitch;return l`<line x1="${e}" x2="${s}" y1="${r+V.zero}" y2="${r+V.zero}" class="u-grid"/>
      <text x="0" y="${r+12}" class="u-soft">unit ${n+1}</text>`})}function Ms({x:t,H:e},s,o,{at:n,cell:r,bar:a}){let i=s.cell+yt;return l`<g class="u-w-x"><line x1="${n}" x2="${n}" y1="${s.input}" y2="${i+6}" class="u-line-input"/>${ue(n,i,-90)}
      <text x="${n}" dx="6" y="${i+26}" class="u-ink-input">${rt("W","x")}</text></g>
    <line x1="${n}" x2="${n}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double"/>
    <line x1="${n}" x2="${n}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double-gap"/>${ue(n,s.lanes+4,-90)}
    <text x="${n}" dx="7" y="${s.lanes+21}">${rt("H",o)}</text>
    <rect x="${r[0]}" y="${s.cell}" width="${r[1]}" height="${yt}" rx="8" class="u-cell-box"/>
    <text x="${n}" y="${s.middle+4}" text-anchor="middle" class="u-cell-name">tanh</text>
    ${e[o-1].map((c,u)=>rn(c,u,o,n,a))}
    ${t[o-1].map((c,u)=>an(c,u,o,s,n,a))}
    <text x="${n}" y="${s.input+t[0].length*xt+15}" text-anchor="middle" class="u-ink-input">${rt("X",o)}</text>`}function rn(t,e,s,o,[n,r]){let a=V.top+e*V.pitch+V.zero,i=+(V.reach*Math.abs(t)).toFixed(2);return l`<rect x="${n}" y="${t>0?+(a-i).toFixed(2):a}" width="${r}" height="${i}" class="${t>0?"u-fill-positive":"u-fill-negative"}"/>
    <text x="${o}" y="${t<0?a-5:a+15}" text-anchor="middle" data-value="H.${s}.${e+1}" data-exact="${t}">${Ts(jt(t))}</text>`}function an(t,e,s,o,n,[r,a]){let i=o.input+e*xt,c=t<0?"u-fill-negative":"u-fill-positive";return l`<rect x="${r}" y="${i}" width="${a}" height="${xt-2}" class="${c}" fill-opacity="${(.2*Math.abs(t)).toFixed(3)}"/>
    <rect x="${r}" y="${i}" width="${a}" height="${xt-2}" class="u-input-box"/>
    <text x="${n}" y="${i+15}" text-anchor="middle" data-value="X.${s}.${e+1}" data-exact="${t}">${Ts(Z(t))}</text>`}function Ts(t){let[e,s]=t.split("0.");return s===void 0?t:l`${e}<tspan class="u-zero">0</tspan>.${s}`}var rt=(t,e)=>l`<tspan class="u-letter">${t}</tspan><tspan dy="3" class="u-index">${e}</tspan>`,ws=t=>l`<path d="${t}" class="u-double"/><path d="${t}" class="u-double-gap"/>`,le=t=>l`<path d="M0 0L-9 -5.5V5.5Z" transform="${t}" class="u-head"/>`,ue=(t,e,s)=>l`<svg x="${t}" y="${e}" width="1" height="1" overflow="visible">${le(`rotate(${s})`)}</svg>`,cn=(t,e,s)=>l`<g transform="translate(-5 0)"><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double"/><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double-gap"/></g>${ue(e,s,0)}`;var wt=t=>`[${t.map(e=>Array.isArray(e)?wt(e):e).join(", ")}]`,As=({x:t,W_x:e,W_h:s,b:o,features:n,units:r,timesteps:a})=>`import numpy as np

X = np.array(${wt(t)}, dtype=float)  # (timesteps, features) = (${a}, ${n})
W_x = np.array(${wt(e)}, dtype=float)  # (features, units) = (${n}, ${r})
W_h = np.array(${wt(s)}, dtype=float)  # (units, units)
b = np.array(${wt(o)}, dtype=float)  # (units,)

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
`;function Ns({features:t,units:e,timesteps:s,x:o,moved:n}){return[{key:"count",locks:!0,moot:!1,about:{features:t,units:e},setting:({features:r,units:a})=>`d = ${r} and h = ${a}`,text:l`This network has ${W(t,"feature")} and ${W(e,"unit")}, and reads T = ${W(s,"timestep")}.
        <strong>How many parameters does it have when T doubles, from ${s} to ${2*s}?</strong>`,label:"parameters",verdict:un},{key:"reach",moot:s<3||o[0].every(r=>r===0)||n.includes(0),about:{timesteps:s,moved:n},setting:({timesteps:r})=>`T = ${r} and the numbers as they were`,text:l`We set the first input, X<sub>1</sub>, to 0 and change nothing else. <strong>Which states become different?</strong>`,choices:{one:l`Only H<sub>1</sub>`,two:l`H<sub>1</sub> and H<sub>2</sub>`,all:l`All, H<sub>1</sub> to H<sub>${s}</sub>`},verdict:dn}]}var ln=[[(t,e)=>t*e+e*e,"The biases are missing: each unit has one."],[(t,e)=>t*e+e*e+1,"There is one bias for each unit, not one for all."],[(t,e)=>t*e+e*e+2*e,"That gives each unit two biases, as PyTorch does; here, as in Keras, it has one."],[(t,e)=>t*e+e,l`That leaves out W<sub>h</sub>, the weights from state to state.`],[(t,e)=>e*e+e,l`That leaves out W<sub>x</sub>, the weights of the input.`],[(t,e)=>t*e+2*e,l`That gives each unit one recurrent weight; W<sub>h</sub> has one from every unit to every unit.`]];function un({answer:t,about:e}){let{features:s,units:o}=e,n=s*o+o*o+o,r=l`W<sub>x</sub> has ${s} · ${o}, W<sub>h</sub> ${o} · ${o} and b ${o} numbers: ${s*o} + ${o*o} + ${o} = ${n}.
    There is no T in it: every timestep uses the same ones. Move T and see what stays.`;if(t===null)return{right:null,said:`${W(n,"parameter")}, as before.`,why:r};if(t===n)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:r};let a=ln.find(([u])=>u(s,o)===t)?.[1],i=t/n,c=Number.isInteger(i)&&i>1&&`${t} is ${i===2?"twice":`${i} times`} ${n}, as if the added timesteps brought weights of their own.`;return{right:!1,said:`You said ${t}; it is ${n}.`,why:l`${c||a} ${r}`}}var hn={one:"only H₁",two:"H₁ and H₂"};function dn({answer:t,about:e}){let{timesteps:s,moved:o}=e,n=l`H<sub>1</sub> changes by ${he(o[0])}, H<sub>2</sub> by ${he(o[1])}, and H<sub>${s}</sub> still by ${he(o[s-1])}.
    X<sub>1</sub> enters H<sub>1</sub>, and every state enters the next through W<sub>h</sub>: the state is the memory. Set X<sub>1</sub> to 0 and see.`;return t===null?{right:null,said:"All of them.",why:n}:t==="all"?{right:!0,said:"You said all of them, and so it is.",why:n}:{right:!1,said:`You said ${hn[t]}; it is all of them.`,why:n}}var he=t=>t>=5e-4?y(t,3):String(+t.toPrecision(1)).replace("-","−");var ft=3;function qs({t,terms:e,A:s,H:o}){let n=l`<i>X</i><sub>${t}</sub>`,r=l`<i>H</i><sub>${t-1}</sub>`,a=l`<i>A</i><sub>${t}</sub>`,i=l`<i>H</i><sub>${t}</sub>`,c=l`<i>W</i><sub>x</sub>`,u=l`<i>W</i><sub>h</sub>`,h=(f,p,b,$)=>l`<tr class="${f}"><th scope="row">${p}</th><td>${b}</td><td>${$}</td></tr>`,d=({input:f,state:p,bias:b},$)=>{let m=s[t-1][$],g=o[t-1][$];return l`<tbody>
      <tr><th scope="rowgroup" colspan="3">unit ${$+1}</th></tr>
      ${h("role-input",l`${n} ${c}`,Os(f,Z),y(Xs(f),ft))}
      ${h("role-hidden",l`${r} ${u}`,Os(p,x=>x===0?"0":y(x,ft)),y(Xs(p),ft))}
      ${h("",l`<i>b</i>`,"",Z(b))}
      ${h("u-total",a,"their sum",T(`A.${t}.${$+1}`,m,y(m,ft)))}
      ${h("u-result",i,l`tanh(${y(m,ft)})`,T(`H_t.${$+1}`,g,y(g,ft)))}
    </tbody>`};return l`<p class="u-law">${i} = tanh(<span class="role-input">${n} ${c}</span> + <span class="role-hidden">${r} ${u}</span> + <i>b</i>)</p>
    <table>${e.map(d)}</table>`}var Xs=t=>t.reduce((e,{product:s})=>e+s,0),Os=(t,e)=>t.map(({value:s,weight:o},n)=>{let r=e(s),a=r.startsWith("−"),i=n===0?"":a?"− ":"+ ",c=n>0&&a?r.slice(1):r;return l`<span class="u-term">${i}${c} · ${o<0?`(${Z(o)})`:Z(o)}</span> `});var pn={W_x:l`<i class="role-input">W<sub>x</sub></i>`,W_h:l`<i class="role-hidden">W<sub>h</sub></i>`,b:l`<i>b</i>`},js={kind:"UnrollRNN",title:"One cell, unrolled",lead:"One cell is used at every timestep, with the same weights each time.",traits:["limits","initial","predictions","timesteps","features","units","t","unfolded","x","W_x","W_h","b"],compute(t){let{timesteps:e,features:s,units:o,unfolded:n,limits:r}=t,a=t.x.slice(0,e).map(g=>g.slice(0,s)),i=t.W_x.slice(0,s).map(g=>g.slice(0,o)),c=t.W_h.slice(0,o).map(g=>g.slice(0,o)),u=t.b.slice(0,o),h=new D({W_x:i,W_h:c,b:u}),{A:d,H:f,H0:p}=h.forward(a),b=h.forward(a.with(0,a[0].map(()=>0))).H,$=Math.min(t.t,e),m=$>1?f[$-2]:p;return{timesteps:e,features:s,units:o,unfolded:n,limits:r,x:a,W_x:i,W_h:c,b:u,A:d,H:f,t:$,before:m,terms:u.map((g,x)=>({input:a[$-1].map((v,w)=>({value:v,weight:i[w][x],product:v*i[w][x]})),state:m.map((v,w)=>({value:v,weight:c[w][x],product:v*c[w][x]})),bias:g})),n_parameters:s*o+o*o+o,moved:f.map((g,x)=>Math.max(...g.map((v,w)=>Math.abs(v-b[x][w]))))}},controls({timesteps:t,features:e,units:s,t:o,limits:n}){return{timesteps:X(n.timesteps,t,String(t)),features:X(n.features,e,String(e)),units:X(n.units,s,String(s)),t:X([1,t],o,`${o} of ${t}`)}},body(t,e,s){let o=this.controls(t),n=(r,a)=>I(e,r,a,o[r]);return l`<div class="u-controls">
      ${n("timesteps",l`timesteps <i>T</i>`)}
      ${n("features",l`features <i>d</i>`)}
      ${n("units",l`units <i>h</i>`)}
      ${it("unfolded","Unfolded",t.unfolded)}
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
    </div>`},slots:t=>({chosen:l`${Hs(t)}`,chain:ks(t),step:qs(t),x:Lt("x",l`<i class="role-input">X</i>`,t.x,t.limits.x),weights:l`${Object.entries(pn).map(([e,s])=>Lt(e,s,t[e],t.limits[e]))}`,count:gs(t)}),questions:Ns,describe:xs,numbers:ys,python:As};var $n=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],mt=20;function Fs(t,e,s){let o=getComputedStyle(t),n=[...t.querySelectorAll("svg.u-figure")],r=Math.max(...n.map(d=>d.getBoundingClientRect().width)),a=mt,i=(d,f,p)=>mn(d,`${p} ${f}px ${o.fontFamily}`,r).map(b=>(a+=1.4*f,`<text x="${mt}" y="${a}" font-family="${at(o.fontFamily)}" font-size="${f}" font-weight="${p}" fill="${o.color}">${at(b)}</text>`)),c=d=>{let f=d.getBoundingClientRect(),p=d.viewBox.baseVal?.width||f.width,{y:b,height:$}=d.getBBox();a+=mt;let m={x:mt,y:a,width:f.width,height:$*f.width/p,viewBox:`0 ${b} ${p} ${$}`,overflow:"visible"};a+=m.height;let g=bn(d);for(let[x,v]of Object.entries(m))g.setAttribute(x,v);return new XMLSerializer().serializeToString(g)},u=[i(e,16,600),i(fn(t),12.5,400),n.map(c),i(t.querySelector(".u-key").innerText,12.5,400)].flat(),h={width:r+2*mt,height:a+mt};return`<svg xmlns="http://www.w3.org/2000/svg" width="${h.width}" height="${h.height}" viewBox="0 0 ${h.width} ${h.height}">
<title>${at(e)}</title><desc>${at(s)}</desc>
<rect width="100%" height="100%" fill="${o.backgroundColor}"/>
${u.join(`
`)}
</svg>`}function fn(t){let e=n=>n.textContent.trim(),s=({value:n,dataset:r},a)=>{let[,i]=JSON.parse(r.at);return`${a===0?"":i===0?"; ":", "}${n.replace("-","−")}`},o={"u-range":n=>`${e(n.querySelector("label"))}: ${e(n.querySelector(".u-amount"))}`,"u-choice":n=>`${e(n.querySelector("legend"))}: ${e(n.querySelector(":checked + span"))}`,"u-fields":n=>`${e(n.querySelector("legend"))}: ${[...n.querySelectorAll("input")].map(s).join("")}`,"u-toggle":n=>`${e(n)}: ${n.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(n=>o[n.className](n)).join(", ")}function mn(t,e,s){let o=document.createElement("canvas").getContext("2d");return o.font=e,t.split(/\s+/).reduce((n,r)=>{let a=`${n.at(-1)??""} ${r}`.trim();return n.length&&o.measureText(a).width<=s?[...n.slice(0,-1),a]:[...n,r]},[])}function bn(t){let e=t.cloneNode(!0),s=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((o,n)=>{let r=getComputedStyle(s[n]);(r.visibility==="hidden"||r.display==="none")&&o.setAttribute("display","none");for(let a of $n)o.setAttribute(a,r.getPropertyValue(a));r.transform!=="none"&&o.setAttribute("transform",r.transform),o.removeAttribute("class")}),e}function Es(t,e){let s=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:s,download:t}).click(),URL.revokeObjectURL(s)}var Cs={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},Rs=["numbers","python"],de="Answer or skip the question first";function Is(t,e,s="u"){let o=t.compute(e);return Ps(t,e,o,pe(t,e,o,s),s).toString()}function pe(t,e,s,o){let n=t.questions(s),r=Mt(n,e.predictions);return{locked:!!r?.locks,veil:Bt(n,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:Re(o,n,e.predictions),caption:l`${t.describe(s,r?.key)}`,...t.slots(s,o)}}}function Ps(t,e,s,{locked:o,veil:n,slots:r},a){let i=([c,u])=>l`<button type="button" data-action="${c}"${c==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}${Rs.includes(c)&&l` aria-disabled="${o}" title="${o?de:""}"`}>${u}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${n}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Cs).map(i)}</div>
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
  </section>`}var Ls=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function zs(t,{model:e,el:s}){let o=`u${Math.random().toString(36).slice(2,10)}`,n=()=>Object.fromEntries(t.traits.map(k=>[k,e.get(k)])),r=new AbortController,a=(k,_)=>$.addEventListener(k,_,{signal:r.signal}),i=n(),c=t.compute(i),u=pe(t,i,c,o),h=0,d=0,f=0,p=!1,b=null;s.innerHTML=Ps(t,i,c,u,o);let $=s.firstElementChild,m=k=>$.querySelector(k);function g(){cancelAnimationFrame(h),h=0;let k=i.mode;i=n(),c=t.compute(i);let _=u.slots;u=pe(t,i,c,o);let{locked:H,veil:tt,slots:Et}=u;p&&(Et.ask=_.ask);let $e=m("[data-body]");$.dataset.veil!==tt&&($.dataset.veil=tt),$e.disabled=H,i.mode!==k&&($e.innerHTML=t.body(c,o,Et));for(let[gt,me]of Object.entries(Et))Ls(_[gt])!==Ls(me)&&(m(`[data-slot="${gt}"]`).innerHTML=me);E(!H&&!m("[data-slot=numbers]").hidden);for(let gt of Rs)m(`[data-action=${gt}]`).ariaDisabled=String(H),m(`[data-action=${gt}]`).title=H?de:"";m(".u-code").hidden=!0,ye($,t.controls(c),i),m(".u-fault").hidden=!0;let fe=b&&m(`[data-verdict="${b}"]`);b=null,fe?.focus(),v((fe??m("[data-slot=caption]")).textContent)}function x(){h||=requestAnimationFrame(g)}function v(k){clearTimeout(f),f=setTimeout(()=>m(".u-live").textContent=k,400)}function w(k){for(let[_,H]of Object.entries(k))e.set(_,H);e.save_changes(),!d&&(g(),d=requestAnimationFrame(()=>d=0))}function S(k,_){k.ariaInvalid="true",m(".u-fault").textContent=_,m(".u-fault").hidden=!1}function N(k){let{key:_,about:H}=Mt(t.questions(c),i.predictions);b=_,w({predictions:{...i.predictions,[_]:{answer:k,about:H}}})}function E(k){let _=m("[data-slot=numbers]"),H=m("[data-action=numbers]");!k&&_.hidden||(_.hidden=!k,_.innerHTML=k?t.numbers(c):"",H.ariaExpanded=String(k),H.textContent=k?"Hide numbers":Cs.numbers)}let K={numbers(){E(m("[data-slot=numbers]").hidden)},async python(){let k=m(".u-code");k.value=t.python(c);try{await navigator.clipboard.writeText(k.value),Q("python","Python copied")}catch{k.hidden=!1,k.focus(),k.select(),v("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){Es(`${t.kind}.svg`,Fs($,t.title,m("[data-slot=caption]").textContent)),Q("svg","SVG saved")},reset(){w({...i.initial,predictions:{}}),Q("reset","Reset done")}};function Q(k,_){let H=m(`[data-action=${k}]`);H.dataset.done="",H.addEventListener("animationend",()=>delete H.dataset.done,{once:!0}),v(_)}a("input",({target:k})=>{let{trait:_}=k.dataset;if(!_)return;let H=k.type==="number"&&_e(k);H?S(k,H):w({[_]:we(k,e.get(_))})}),a("focusout",({target:k})=>k.ariaInvalid==="true"&&g()),a("keydown",k=>{let{target:_,key:H}=k,tt={PageUp:5,PageDown:-5}[H];_.type!=="range"||!tt||(k.preventDefault(),_.value=Number(_.value)+tt*Number(_.step),_.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",k=>{k.preventDefault(),N(k.target.querySelector("input").valueAsNumber)}),a("click",({target:k})=>{let _=k.closest("button"),H=k.closest("[data-pick]");_?.ariaDisabled==="true"?(m(".u-question :is(input, button)").focus(),v(de)):_?.dataset.action?K[_.dataset.action]():_?.dataset.answer?N(_.dataset.answer):_&&"skip"in _.dataset?N(null):H&&!u.locked&&w({[H.dataset.pick]:JSON.parse(H.dataset.to)})}),a("pointerdown",({target:k})=>p=k.type==="range");for(let k of["pointerup","pointercancel"])window.addEventListener(k,()=>{p&&x(),p=!1},{signal:r.signal});let bt=t.traits.map(k=>`change:${k}`);for(let k of bt)e.on(k,x);return()=>{r.abort(),cancelAnimationFrame(h),cancelAnimationFrame(d),clearTimeout(f);for(let k of bt)e.off(k,x);s.replaceChildren()}}var Ft=Object.fromEntries([ms,js,De].map(t=>[t.kind,t])),gn=t=>Ft[t.kind].compute(t),ba=t=>Ft[t.kind].python(gn(t)),ga=(t,e)=>Is(Ft[t.kind],t,e),xa={render:({model:t,el:e})=>zs(Ft[t.get("kind")],{model:t,el:e})};export{gn as compute,xa as default,ga as prerender,ba as python};
