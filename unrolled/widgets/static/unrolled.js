var to=Object.defineProperty;var Ue=(t,e)=>{for(var s in e)to(t,s,{get:e[s],enumerable:!0})};var Ft=class{constructor(e){this.text=e}toString(){return this.text}},eo={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},wt=t=>String(t).replace(/[&<>"']/g,e=>eo[e]);function Ke(t){return t instanceof Ft?t.text:Array.isArray(t)?t.map(Ke).join(""):t==null||t===!1?"":wt(t)}function l(t,...e){return new Ft(t.reduce((s,n,o)=>s+Ke(e[o-1])+n))}function w(t,e=2){let s=t.toFixed(e);return(Number(s)===0?s.replace("-",""):s).replace("-","−")}var T=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function H(t,e,s=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${s}</span>`}var q=([t,e],s,n,o=1)=>({min:t,max:e,value:s,text:n,step:o,disabled:t>e});function G(t,e,s,{min:n,max:o,value:r,text:a,step:i,disabled:c}){return l`<div class="u-range">
    <label for="${t}-${e}">${s}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${n}" max="${o}" step="${i}"
      value="${r}" style="--u-at:${Je(n,o,r)}" aria-valuetext="${a}"${c&&l` disabled`}>
  </div>`}var Je=(t,e,s)=>e>t?(s-t)/(e-t):0;function U(t,e,s,n,o){return l`<fieldset class="u-choice">
    <legend>${s}</legend>
    <div class="u-segments">${Object.entries(n).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(o)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function rt(t,e,s){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${s&&l` checked`}><span>${e}</span></label>`}function ce(t,e,s,[n,o],r=.1){let a=s.map(c=>[c].flat()),i=(c,u,h)=>{let d=Array.isArray(s[u])?[u,h]:[u],f=d.length>1?`${t} row ${u+1} column ${h+1}`:`${t} ${u+1}`;return l`<input type="number" data-trait="${t}" data-at="${JSON.stringify(d)}" aria-label="${f}"
      min="${n}" max="${o}" step="${r}" required autocomplete="off" value="${c}">`};return l`<fieldset class="u-fields" style="grid-template-columns:repeat(${a[0].length},auto)">
    <legend>${e}</legend>${a.map((c,u)=>c.map((h,d)=>i(h,u,d)))}</fieldset>`}function Ze(t,e,s){for(let n of t.querySelectorAll("[data-trait]")){let o=n.dataset.trait;n.type==="radio"?n.checked=n.value===String(s[o]):n.type==="checkbox"?n.checked=s[o]:n.type==="number"?no(n,so(s[o],n)):oo(t,n,e[o])}}var so=(t,e)=>JSON.parse(e.dataset.at).reduce((s,n)=>s[n],t);function no(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function oo(t,e,{min:s,max:n,value:o,text:r,disabled:a}){e.value===String(o)&&e.max===String(n)&&e.getAttribute("aria-valuetext")===r||(e.min=s,e.max=n,e.value=o,e.disabled=a,e.style.setProperty("--u-at",Je(s,n,o)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function Qe(t,e){return t.type==="range"?Number(t.value):t.type==="number"?ts(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="checkbox"?t.checked:t.value}function ts(t,[e,...s],n){let o=s.length?ts(t[e],s,n):n;return Array.isArray(t)?t.with(e,o):{...t,[e]:o}}function es(t){let{badInput:e,valueMissing:s,rangeUnderflow:n,rangeOverflow:o,stepMismatch:r}=t.validity,a=t.step==="1";if(!(e||s||n||o||a&&r))return null;let i=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a ${a?"whole ":""}number from ${t.min} to ${t.max}; there is ${i}.`.replaceAll("-","−")}var Z=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`,M=t=>`${+t.toFixed(3)}%`;function ss(t,e){let s=e[0].length;return t.map(n=>{let o=Array(s).fill(0);for(let r=0;r<n.length;r++){let a=n[r],i=e[r];for(let c=0;c<s;c++)o[c]+=a*i[c]}return o})}function le(t){return Array.from({length:t},(e,s)=>Array.from({length:t},(n,o)=>s===o?1:0))}function ue(t){let e=0;for(let a of t)for(let i=0;i<a.length;i++)e=Math.max(e,Math.abs(a[i]));if(e===0)return{matrix:t,exponent:0};let s=Math.floor(Math.log2(e)),n=Math.trunc(s/2),o=2**-n,r=2**(n-s);return{matrix:t.map(a=>a.map(i=>i*o*r)),exponent:s}}function It(t){let{matrix:e,exponent:s}=ue(t),{diagonal:n,below:o}=ao(ro(e)),r=Math.trunc(s/2);return Math.sqrt(Math.max(...io(n,o),0))*2**r*2**(s-r)}function ro(t){let e=t[0].length,s=Array.from({length:e},()=>Array(e).fill(0));for(let n of t)for(let o=0;o<e;o++){let r=n[o],a=s[o];for(let i=0;i<=o;i++)a[i]+=r*n[i]}return s}function ao(t){let e=t.length,s=Array(e).fill(0),n=Array(e).fill(0),o=Array(e).fill(0);for(let r=e-1;r>0;r--){let a=t[r];s[r]=a[r];let i=0;for(let p=0;p<r-1;p++)i=Math.max(i,Math.abs(a[p]));if(i===0){n[r-1]=a[r-1];continue}i=Math.max(i,Math.abs(a[r-1]));let c=0;for(let p=0;p<r;p++)a[p]/=i,c+=a[p]*a[p];let u=a[r-1]>0?-Math.sqrt(c):Math.sqrt(c);n[r-1]=i*u;let h=c-a[r-1]*u;a[r-1]-=u;let d=0;for(let p=0;p<r;p++){let g=0;for(let $=0;$<=p;$++)g+=t[p][$]*a[$];for(let $=p+1;$<r;$++)g+=t[$][p]*a[$];o[p]=g/h,d+=o[p]*a[p]}let f=d/(2*h);for(let p=0;p<r;p++)o[p]-=f*a[p];for(let p=0;p<r;p++){let g=t[p];for(let $=0;$<=p;$++)g[$]-=a[p]*o[$]+o[p]*a[$]}}return s[0]=t[0][0],{diagonal:s,below:n}}function io(t,e){let s=t.length,n=t,o=e,r=0;for(let i=0;i<s;i++)r=Math.max(r,Math.abs(n[i])+Math.abs(o[i]));let a=Number.EPSILON*r;for(let i=0;i<s;i++)for(let c=0;c<60;c++){let u=i;for(;u<s-1&&Math.abs(o[u])>a;)u+=1;if(u===i)break;let h=(n[i+1]-n[i])/(2*o[i]),d=n[u]-n[i]+o[i]/(h+Math.sign(h||1)*Math.sqrt(h*h+1)),f=1,p=1,g=0,$=u-1;for(;$>=i;$--){let m=f*o[$],b=p*o[$],x=Math.sqrt(m*m+d*d);if(o[$+1]=x,x===0){n[$+1]-=g,o[u]=0;break}f=m/x,p=d/x,d=n[$+1]-g;let y=(n[$]-d)*f+2*p*b;g=f*y,n[$+1]=d+g,d=p*y-b}$>=i||(n[i]-=g,o[i]=d,o[u]=0)}return n}var co=t=>1/(1+Math.exp(-t)),he={tanh:{f:Math.tanh,slope:t=>1-t*t},relu:{f:t=>t>0?t:0,slope:t=>t>0?1:0},sigmoid:{f:co,slope:t=>t*(1-t)},linear:{f:t=>t,slope:()=>1}},Q=class{constructor({W_x:e,W_h:s,b:n,activation:o="tanh"}){Object.assign(this,{W_x:e,W_h:s,b:n,activation:o,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:n=null}={}){let{f:o}=he[this.activation],r=s??at(this.units),a=[],i=[],c=r;for(let u=0;u<e.length;u++){let h=po(e[u],this.W_x,c,this.W_h,this.b);a.push(h),de(n,u)&&(c=h.map(o)),i.push(c)}return{X:e,mask:n,H0:r,A:a,H:i,state:c}}backward(e,s,{truncate:n=null}={}){let{H:o}=e,{slope:r}=he[this.activation];return uo(this,e,lo(this,e,s,null,n,(i,c,u)=>{for(let h=0;h<this.units;h++)u[h]=c.dH[h]*r(o[i][h]);c.dH=as(u,this.W_h)}))}jacobian({mask:e,H:s},n){if(!de(e,n))return le(this.units);let{slope:o}=he[this.activation],r=s[n].map(o);return this.W_h.map(a=>a.map((i,c)=>i*r[c]))}log10JacobianNorms(e){let s=[0],n={matrix:le(this.units),exponent:0},o=0;for(let r=e.X.length-1;r>=0;r--)n=ue(ss(this.jacobian(e,r),n.matrix)),o+=n.exponent,s.push(o*Math.log10(2)+Math.log10(It(n.matrix)));return s}};function lo(t,{X:e,mask:s},n,o,r,a){let i=e.length,c=Math.min(r??i,i),u=Array.isArray(n[0])?n:e.map(($,m)=>m===i-1?n:at(t.units)),h=is(i,t.W_h[0].length),d=()=>({dH:at(t.units),dC:o&&at(t.units)}),f=($,m)=>{vt($.dH,u[m]),o&&m===i-1&&vt($.dC,o)},p=($,m)=>{if(!de(s,m))return;let b=at(h[m].length);a(m,$,b),vt(h[m],b)};if(c===i){let $=d();for(let m=i-1;m>=0;m--)f($,m),p($,m);return{delta:h,dH0:$.dH,dC0:$.dC}}let g=d();for(let $=i-1;$>=0;$--){let m=d();if(f(m,$),!(ns(m.dH)&&(!o||ns(m.dC)))){for(let b=$;b>Math.max($-c,-1);b--)p(m,b);$<c&&(vt(g.dH,m.dH),o&&vt(g.dC,m.dC))}}return{delta:h,dH0:g.dH,dC0:g.dC}}function uo(t,{X:e,H0:s,H:n},{delta:o,dH0:r,dC0:a},i=null,c=null){return{dX:o.map(u=>as(u,t.W_x)),dW_x:rs(e,o),dW_h:i??rs(ho(n,s),o),db:c??$o(o),dH0:r,dC0:a,delta:o}}var ho=(t,e)=>[e,...t.slice(0,-1)],de=(t,e)=>!t||t[e],ns=t=>t.every(e=>e===0);function po(t,e,s,n,o){let r=o.slice();return os(r,t,e),os(r,s,n),r}function os(t,e,s,n=0,o=t.length){for(let r=0;r<e.length;r++){let a=e[r],i=s[r];for(let c=n;c<o;c++)t[c]+=a*i[c]}}function as(t,e,s=0,n=t.length){let o=at(e.length);for(let r=0;r<e.length;r++){let a=e[r],i=0;for(let c=s;c<n;c++)i+=t[c]*a[c];o[r]=i}return o}function rs(t,e){let s=is(t[0].length,e[0].length);for(let n=0;n<t.length;n++){let o=e[n];for(let r=0;r<s.length;r++){let a=t[n][r],i=s[r];for(let c=0;c<o.length;c++)i[c]+=a*o[c]}}return s}function $o(t){let e=at(t[0].length);for(let s of t)vt(e,s);return e}function vt(t,e){for(let s=0;s<t.length;s++)t[s]+=e[s]}var at=t=>Array(t).fill(0),is=(t,e)=>Array.from({length:t},()=>at(e));var ot=.9;function ls(t){let{timesteps:e,loss:s,carry:n,W_x:o,W_h:r,b:a,V:i,c}=t,u={cell:new Q({W_x:o,W_h:r,b:a}),V:i,c},h=t.series.slice(0,e).map(x=>[x]),d=t.targets.slice(0,e),f=d.map((x,y)=>s==="every"||y===e-1),p=(x,y=n)=>fo(u,h,d,f,cs(e,x),y),g=Math.min(t.truncate,e),$=p(e),m=p(g),b=d.map((x,y)=>mo(p(y+1).dW_h,$.dW_h));for(let x of[$,m])x.parts=x.delta.map((y,k)=>x.before[k].map(_=>y.map(N=>_*N))),x.shares=x.parts.map(y=>$e(y,$.dW_h));return{T:e,k:g,loss:s,carry:n,counts:f,targets:d,full:$,cut:m,cosines:b,t:Math.min(t.selected,e)-1,limits:t.limits,weights:{W_x:o,W_h:r,b:a,V:i,c},x:h.map(([x])=>x),borders:cs(e,g).slice(1).map(([x])=>x),norm:B($.dW_h),cutNorm:B(m.dW_h),kept:$e(m.dW_h,$.dW_h),cosine:b[g-1],least:b.findIndex(x=>x>=ot)+1,losses:{carried:$.loss,reset:p(g,!1).loss}}}function cs(t,e){let s=t%e||e;return Array.from({length:Math.ceil(t/e)},(n,o)=>[o?s+(o-1)*e:0,s+o*e])}function fo({cell:t,V:e,c:s},n,o,r,a,i){let c={H:[],before:[],Y:[],losses:[],own:[],delta:[],flow:[],dropped:{}},u=t.W_h.map(d=>d.map(()=>0)),h=null;for(let[d,f]of a){let p=t.forward(n.slice(d,f),{initialState:i?h:null}),g=p.H.map(k=>pe(k,e)+s),$=g.map((k,_)=>r[d+_]?k-o[d+_]:0),m=$.map(k=>e.map(_=>2*k*_)),{delta:b,dH0:x,dW_h:y}=t.backward(p,m);c.H.push(...p.H),c.before.push(p.H0,...p.H.slice(0,-1)),c.Y.push(...g),c.losses.push(...$.map(k=>k**2)),c.own.push(...m),c.delta.push(...b),c.flow.push(...b.slice(1).map(k=>t.W_h.map(_=>pe(_,k))),e.map(()=>0)),u=u.map((k,_)=>k.map((N,R)=>N+y[_][R])),c.dropped[d]=x,h=p.state}return{...c,dW_h:u,loss:c.losses.reduce((d,f)=>d+f,0)}}var pe=(t,e)=>t.reduce((s,n,o)=>s+n*e[o],0),B=t=>Math.hypot(...t.flat());function $e(t,e){let s=B(e);return s?pe(t.flat(),e.flat().map(n=>n/s)):0}function mo(t,e){let s=B(t);return s&&B(e)?$e(t,e)/s:null}var tt=32,et=150;function us({T:t,k:e,cosines:s}){let n=Math.min(...s)<0?-1:0,o=d=>+(100*(d-.5)/t).toFixed(3),r=d=>+(tt+(1-d)/(1-n)*et).toFixed(2),a=s.flatMap((d,f)=>d===null?[]:[{step:f+1,value:d}]),i=a.find(({step:d})=>d===e),c=e>t/2?{dx:-6,anchor:"end"}:{dx:6,anchor:"start"},u=t>12?2:1,h=(d,f,p)=>l`<line x1="0" x2="100%" y1="${r(d)}" y2="${r(d)}" class="${p}"/>
    <text x="0" y="${r(d)-4}" class="u-soft u-halo">${f}</text>`;return l`<svg class="u-figure" width="100%" height="${tt+et+42}" role="img" aria-label="Cosine between the gradient cut every k timesteps and the full gradient, for k from 1 to ${t}">
    <text x="0" y="12">Cosine with the full gradient, for every k</text>
    ${h(n,w(n,0),"u-zero")}${n<0&&h(0,"0","u-tick")}
    <line x1="0" x2="100%" y1="${r(ot)}" y2="${r(ot)}" class="u-aim"/><text x="100%" y="${r(ot)+15}" text-anchor="end" class="u-soft u-halo">${ot}</text>
    <text x="50%" y="${tt+et/2}" text-anchor="middle" class="ask-reach">?</text>
    <g class="veil-reach">
      <svg x="0" y="0" width="100%" height="${tt+et}" viewBox="0 0 100 ${tt+et}" preserveAspectRatio="none" overflow="visible">
        <polyline points="${a.map(({step:d,value:f})=>`${o(d)},${r(f)}`).join(" ")}" class="u-cosine" vector-effect="non-scaling-stroke"/>
      </svg>
      ${a.map(({step:d,value:f})=>l`<circle cx="${o(d)}%" cy="${r(f)}" r="${d===e?6:3.5}" class="${d===e?"u-here":"u-point"}"/>`)}
      ${i&&l`<line x1="${o(e)}%" x2="${o(e)}%" y1="${r(i.value)+8}" y2="${tt+et}" class="u-tick"/>
        <text x="${o(e)}%" dx="${c.dx}" y="${tt+et-8}" text-anchor="${c.anchor}" class="u-strong u-halo">k = ${e}: ${w(i.value,3)}</text>`}
    </g>
    ${s.map((d,f)=>f%u===0&&l`<text x="${o(f+1)}%" y="${tt+et+18}" text-anchor="middle" class="${f+1===e?"u-strong":"u-soft"}">${f+1}</text>`)}
    <text x="50%" y="${tt+et+36}" text-anchor="middle" class="u-soft">k, timesteps from one cut to the next</text>
    ${s.map((d,f)=>l`<rect x="${M(100*f/t)}" y="0" width="${M(100/t)}" height="${tt+et+22}" class="u-hit" data-pick="truncate" data-to="${f+1}"/>`)}
  </svg>`}function hs(t){return t===0?"0":t>=99.5?String(Math.round(t)):t>=.001?String(+t.toPrecision(2)):t.toExponential(0).replace("-","−")}var it=t=>`(${t.map(e=>w(e,3)).join(", ")})`,Xt=(t,e)=>l`<span class="u-vector">(${e.map((s,n)=>[n>0&&", ",H(`${t}.${n}`,s,w(s,3))])})</span>`,fe=t=>`${w(100*t,0)} %`;var pt=83,Ct=93.5,O={value:18,loss:50,state:104,flow:137,norm:174,title:214,bars:246,axis:434,end:440},go=162,zt=7;function ps(t,e){let{T:s,t:n,counts:o}=t,r=s>12?8:10,a={...t,radius:r,x:u=>+((u+.5)*pt/s).toFixed(3),hatched:`url(#${e}-flow)`},i=o.map((u,h)=>h),c=(u,h)=>l`<text x="100%" y="${u+4}" text-anchor="end" class="u-soft u-name">${h}</text>`;return l`<svg class="u-figure${s>7&&" u-dense"}${s>12&&" u-denser"}" width="100%" height="${O.end}" role="img" aria-label="The chain of ${s} timesteps, the gradient that flows back through it, and what each timestep adds to the gradient of W_h">
    <defs>${Z(`${e}-flow`)}</defs>
    <rect x="${M(n*pt/s)}" y="0" width="${M(pt/s)}" height="${O.end}" class="u-fill-panel"/>
    ${c(O.value,"loss")}${c(O.state,"state")}${c(O.flow,"gradient")}${c(O.norm,"its norm")}
    ${i.slice(1).map(u=>yo(a,u))}
    ${i.map(u=>[o[u]&&xo(a,u),bo(a,u)])}
    ${wo(a,i)}
    ${i.map(u=>l`<rect x="${M(u*pt/s)}" y="0" width="${M(pt/s)}" height="${O.end}" class="u-hit" data-pick="selected" data-to="${u+1}"/>`)}
  </svg>`}var Vt=(t,e,s)=>l`<svg x="${M(t)}" y="${e}" overflow="visible">${s}</svg>`,me=t=>+(2+9*Math.min(1,Math.max(0,(Math.log10(t)+2.5)/3.5))).toFixed(2);function bo({x:t,t:e,radius:s},n){return Vt(t(n),O.state,l`<circle r="${s}" class="u-node${n===e&&" u-chosen"}"/>
    <circle r="${s}" class="u-gap"/><text y="4" text-anchor="middle" class="u-number${n===e&&" u-strong"}">${n+1}</text>`)}function xo({x:t,cut:e,carry:s,hatched:n,radius:o},r){let a=B(e.own[r]),i=me(a)/2,c=O.state-O.loss-o-3,u=`M${-i} ${o+1}V${c-zt}H${-i-3}L0 ${c}L${i+3} ${c-zt}H${i}V${o+1}Z`;return[jt(t(r),O.value,w(e.losses[r],2),s?"u-loss-value":"u-loss-value veil-carry"),Vt(t(r),O.loss,l`${a>0&&l`<path d="${u}" fill="${n}" class="u-flow"/>`}
      <circle r="${o-1}" class="u-loss-mark"/><text y="4" text-anchor="middle" class="u-strong u-ink-gradient">L</text>`)]}function yo(t,e){let{x:s,full:n,cut:o,carry:r,borders:a,hatched:i}=t,[c,u]=[s(e-1),s(e)],h=a.includes(e),d=(c+u)/2,f=B(o.flow[e-1]),p=h&&r?B(o.dropped[e]):0;return[(r||!h)&&l`<line x1="${M(c)}" x2="${M(u)}" y1="${O.state}" y2="${O.state}" class="u-forward"/>`,h&&!r&&l`<text x="${M(d)}" y="${O.state+4}" text-anchor="middle" class="u-strong u-halo">0</text>`,ds(c,u,B(n.flow[e-1]),"none","u-full"),ds(c,u,f,i,"u-flow"),p>0&&$s(d,u,p,{left:3,right:2},i,"u-flow"),h&&l`<line x1="${M(d)}" x2="${M(d)}" y1="${O.state+11}" y2="${O.norm-18}" class="u-cut"/>`,h?jt(d,O.norm,"cut","u-strong u-ink-gradient"):jt(d,O.norm,hs(f),f?"":"u-soft")]}function ds(t,e,s,n,o){if(s===0)return null;let r=me(s)/2;return[$s(t,e,s,{left:zt+2,right:2},n,o),Vt(t,O.flow,l`<path d="M2 0l${zt} ${-r-3}v${2*r+6}z" fill="${n}" class="${o}"/>`)]}function $s(t,e,s,{left:n,right:o},r,a){let i=me(s);return l`<svg x="${M(t)}" y="${O.flow}" width="${M(e-t)}" height="1" overflow="visible"><rect x="${n}" y="${-i/2}"
    width="100%" style="width:calc(100% - ${n+o}px)" height="${i}" fill="${r}" class="${a}"/></svg>`}var jt=(t,e,s,n)=>Vt(t,e,l`<text y="4" text-anchor="middle" class="u-column ${n}">${s}</text>`);function wo({x:t,T:e,t:s,full:n,cut:o,norm:r,kept:a,hatched:i},c){let u=[...n.shares,...o.shares,r,a,0],h=Math.max(...u),d=Math.min(...u),f=go/(h-d||1),p=b=>O.bars+(h-b)*f,g=(b,x,y,k,_)=>{let[N,R]=[p(Math.max(y,0)),p(Math.min(y,0))];return l`<rect x="${M(b-x/2)}" y="${N.toFixed(2)}" width="${M(x)}" height="${(R-N).toFixed(2)}" fill="${k}" class="${_}"/>`},$=(b,x,y,k)=>[k!==0&&g(b,x,k,i,"u-share"),g(b,x,y,"none","u-share-full")],m=Math.min(.62*pt/e,7);return l`<text x="0" y="${O.title}" class="u-halo">What each timestep adds to ∂L/∂W<tspan class="u-sub" dy="3">h</tspan></text>
    <line x1="0" x2="100%" y1="${p(0).toFixed(2)}" y2="${p(0).toFixed(2)}" class="u-zero"/>
    ${c.map(b=>[$(t(b),m,n.shares[b],o.shares[b]),o.shares[b]!==0&&jt(t(b),p(Math.max(n.shares[b],o.shares[b],0))-12,w(o.shares[b],2),"u-share-value"),l`<text x="${M(t(b))}" y="${O.axis}" text-anchor="middle" class="${b===s?"u-strong":"u-soft"}">${b+1}</text>`])}
    <text x="${M(pt+2)}" y="${O.axis}" text-anchor="middle">=</text>
    ${$(Ct,7,r,a)}
    <text x="${M(Ct)}" y="${(p(r)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo">${w(r,2)}</text>
    ${a!==r&&l`<text x="${M(Ct)}" y="${Math.min(p(Math.max(a,0))+16,p(0)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo u-ink-gradient">${w(a,2)}</text>`}
    <text x="${M(Ct)}" y="${O.axis}" text-anchor="middle" class="u-soft">sum</text>`}var C=t=>Array.isArray(t)?`[${t.map(C).join(", ")}]`:String(t);function fs({T:t,k:e,loss:s,carry:n,x:o,targets:r,weights:a}){let{W_x:i,W_h:c,b:u,V:h,c:d}=a;return`import numpy as np
from unrolled.cells import SimpleRNN

x = np.array(${C(o)})
targets = np.array(${C(r)})
W_x = np.array(${C(i)}, dtype=float)
W_h = np.array(${C(c)}, dtype=float)
b = np.array(${C(u)}, dtype=float)
cell = SimpleRNN(W_x, W_h, b)
V, c = np.array(${C(h)}), ${d}
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
loss, parts = backpropagate(${e}, carry=${n?"True":"False"})
G, cut = parts_full.sum(axis=0), parts.sum(axis=0)  # dL/dW_h, full and with cuts
norm, cut_norm = np.linalg.norm(G), np.linalg.norm(cut)
bars = (parts * G).sum(axis=(1, 2)) / norm
print("loss", loss_full, loss, "cosine", bars.sum() / cut_norm)
`}function ms(t,e,s){let n=e.findLast(({key:r})=>r in s),o=Pt(e,s);return l`${n&&vo(n,s[n.key])}${o&&ko(t,o)}`}function vo({key:t,about:e,setting:s,verdict:n},o){let{right:r,said:a,why:i}=n(o),c=JSON.stringify(o.about)!==JSON.stringify(e);return l`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",c&&" u-past"]}" data-verdict="${t}" tabindex="-1">${c?l`For ${s(o.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:l`${a} ${i}`}</p>`}var z=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,ge=(t,e)=>t.filter(({key:s,moot:n})=>!n&&!(s in e)),Pt=(t,e)=>ge(t,e)[0];function ko(t,{key:e,text:s,label:n,choices:o,locks:r}){let a=o?Object.entries(o).map(([i,c])=>l`<button type="button" data-answer="${i}">${c}</button>`):l`<label for="${t}-answer">${n}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${s}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var Gt=t=>l`<span class="u-vector">${it(t)}</span>`,Dt=t=>l`δ<sub>${t}</sub>`;function gs({T:t,t:e,k:s,cut:n,targets:o,counts:r,borders:a,weights:i}){let c=($,m)=>l`<tr><th scope="row">${$}</th><td>${m}</td></tr>`,u=e===t-1,h=a.includes(e+1),d=u?"nothing comes back to the last timestep":`cut between t = ${e+1} and ${e+2}`,p=n.H[e].map($=>1-$*$),g=n.own[e].map(($,m)=>$+n.flow[e][m]);return l`<p class="u-law">${Dt("t")} = (∂L<sub>t</sub>/∂H<sub>t</sub> + ${Dt("t+1")} W<sub>h</sub><sup>⊤</sup>) ⊙ (1 − H<sub>t</sub>²)</p>
    <table><tbody>
      ${c(l`∂L<sub>t</sub>/∂H<sub>t</sub>`,r[e]?l`2 (Y<sub>t</sub> − target) V = 2 (${w(n.Y[e],3)} ${o[e]<0?"+":"−"} ${w(Math.abs(o[e]),3)}) ${Gt(i.V)} = ${Xt("own",n.own[e])}`:l`0: no loss stands at t = ${e+1}`)}
      ${c(l`${Dt(e+2)} W<sub>h</sub><sup>⊤</sup>`,u||h?l`0: ${d}`:Xt("flow",n.flow[e]))}
      ${c(l`1 − H<sub>t</sub>²`,Gt(p))}
      ${c(Dt(e+1),l`${Gt(g)} ⊙ ${Gt(p)} = <b class="role-gradient">${Xt("delta",n.delta[e])}</b>`)}
      ${c("its bar",l`⟨H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub>, G⟩ / ‖G‖ = <b>${H("share",n.shares[e],w(n.shares[e],3))}</b>${n.before[e].every($=>$===0)&&l` <span class="u-soft">since H<sub>t−1</sub> = 0</span>`}`)}
    </tbody></table>`}function bs({full:t,cut:e,norm:s,cutNorm:n,kept:o,cosine:r,carry:a}){let i=r===null?l`<span class="u-soft">none: a gradient is zero</span>`:H("cosine",r,w(r,3)),c=H("loss",e.loss,w(e.loss,3)),u=(h,d,f)=>l`<tr><th scope="row">${h}</th><td>${d}</td><td>${f}</td></tr>`;return l`<table class="u-table">
    <caption>∂L/∂W<sub>h</sub>, full (G) and with cuts</caption>
    <thead><tr><td></td><th scope="col">full</th><th scope="col">with cuts</th></tr></thead>
    <tbody>
      ${u(l`loss L = Σ L<sub>t</sub>`,H("loss_full",t.loss,w(t.loss,3)),a?c:z("carry",c))}
      ${u("norm",H("norm",s,w(s,3)),H("cut_norm",n,w(n,3)))}
      ${u("cosine with G",w(1,3),z("reach",i))}
      ${u("sum of the bars",w(s,3),H("kept",o,w(o,3)))}
      ${u("share kept",fe(1),s?H("kept_share",o/s,fe(o/s)):"none")}
    </tbody>
  </table>
  <p class="u-soft u-small">A bar is the part of H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub> that points along G, so the outlined bars add up to the norm of G, the hatched ones to norm × cosine of the cut gradient.</p>`}var be={last:"at the last timestep only",every:"at every timestep"};function ys({T:t,k:e,loss:s,carry:n,cosines:o,norm:r,losses:a}){return[{key:"reach",locks:!0,moot:s!=="last"||!n||r===0,about:{T:t,loss:s,carry:n,cosines:o},setting:i=>`T = ${i.T} and the loss ${be[i.loss]}`,text:l`The loss stands at the last timestep only, T = ${t}. <strong>How many timesteps back must the gradient reach (k)
        for the truncated gradient of W<sub>h</sub> to point within a cosine of ${ot} of the full one?</strong>`,label:"timesteps k",verdict:_o},{key:"carry",locks:!1,moot:e===t||a.reset===a.carried,about:{T:t,k:e,loss:s,losses:a},setting:i=>`T = ${i.T}, a cut every ${T(i.k,"timestep")} and the loss ${be[i.loss]}`,text:l`Every ${T(e,"timestep")} the gradient is cut; the state is carried on. Now switch carrying off: each chunk starts from H = 0.
        <strong>Does the loss itself change?</strong>`,choices:{same:"No, only the gradient",changes:"Yes, the loss too"},verdict:To}]}function _o({answer:t,about:e}){let{T:s,cosines:n}=e,o=n.findIndex(d=>d>=ot)+1,r=d=>w(n[d-1],3),a=`k = ${o} reaches ${r(o)}${o>1?`, k = ${o-1} only ${r(o-1)}`:""}.`,i=l`What happened more than k timesteps ago still gets no gradient at all: at no cosine can it be learned from.`,c=t===null?null:t===o;if(t===null)return{right:c,said:`It is k = ${o}.`,why:l`${a} ${i}`};if(c)return{right:c,said:`You said ${t}, and ${t} it is.`,why:l`${a} ${i}`};let u=`You said ${t}; it is ${o}.`;if(t<1||t>s)return{right:c,said:u,why:l`k counts timesteps, from 1 to T = ${s}: ${s} is the full gradient. ${a}`};if(t<o)return{right:c,said:u,why:l`With k = ${t} the cosine is ${r(t)}: the timesteps beyond the cut still pull in a direction that is missed. ${a}`};let h=t===s?l`k = ${s} cuts nothing, so its cosine is 1.`:l`k = ${t} is enough, with a cosine of ${r(t)}, but not the least.`;return{right:c,said:u,why:l`${h} ${a} Each step back multiplies by W<sub>h</sub><sup>⊤</sup> and by 1 − H², so the far timesteps hardly turn the sum. ${i}`}}function To({answer:t,about:e}){let{carried:s,reset:n}=e.losses,o={same:"stays the same",changes:"changes"},r=t===null?null:t==="changes";return{right:r,said:t===null?"It changes.":r?"You said it changes, and it does.":"You said it stays the same; it changes.",why:l`From zero states the forward pass is another one: L = ${w(n,3)} instead of ${w(s,3)}.
      Its gradient is then exact, but of that other loss. With the state carried on, L keeps its value and only the gradient is cut: this is what a stateful layer does.`}}function ws({T:t,k:e,loss:s,carry:n,cosine:o,norm:r,cutNorm:a},i){let c=`A SimpleRNN of ${T(t,"timestep")} with the loss ${be[s]}`;if(e===t)return`${c}: the gradient flows back to the first timestep uncut, and ∂L/∂W_h has norm ${w(r,3)}.`;let u=`${c}, cut every ${T(e,"timestep")} counted back from the end, the state ${n?"carried on":"reset to zero"} at each cut`,h=`the gradient of W_h has norm ${w(a,3)}; the full one has ${w(r,3)}`,d=i==="reach"?"":o===null?", and no direction to compare":`, and the cosine between them is ${w(o,3)}`;return`${u}: ${h}${d}.`}function vs({x:t,targets:e,counts:s,full:n,cut:o,weights:r}){let{W_x:a,W_h:i,b:c,V:u,c:h}=r,d=f=>f.map(p=>it(p)).join("; ");return l`<table class="u-table">
    <caption>Timestep by timestep, with cuts; the full gradient in brackets</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X<sub>t</sub></th><th scope="col">target</th><th scope="col">Y<sub>t</sub></th><th scope="col">L<sub>t</sub></th>
      <th scope="col">H<sub>t</sub></th><th scope="col">δ<sub>t</sub></th><th scope="col">norm from t + 1</th><th scope="col">bar</th></tr></thead>
    <tbody>${t.map((f,p)=>l`<tr><th scope="row">${p+1}</th><td>${w(f,2)}</td><td>${w(e[p],2)}</td><td>${w(o.Y[p],4)}</td>
      <td>${s[p]?w(o.losses[p],4):"none"}</td><td>${it(o.H[p])}</td><td>${it(o.delta[p])}</td>
      <td>${xs(B(o.flow[p]),B(n.flow[p]))}</td><td>${xs(o.shares[p],n.shares[p])}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">∂L/∂W<sub>h</sub> full, G = ${d(n.dW_h)}; with cuts ${d(o.dW_h)}.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), Y<sub>t</sub> = H<sub>t</sub> V + c, L<sub>t</sub> = (Y<sub>t</sub> − target)²,
    with W<sub>x</sub> = ${d(a)}, W<sub>h</sub> = ${d(i)}, b = ${it(c)}, V = ${it(u)}, c = ${w(h,3)}.</p>`}var xs=(t,e)=>`${w(t,4)} (${w(e,4)})`;var Mo={last:"last t",every:"every t"},ks=({limits:t,T:e,k:s,t:n})=>({timesteps:q(t.timesteps,e,T(e,"step")),truncate:q([t.truncate[0],e],s,s===e?`${T(s,"step")}, no cut`:T(s,"step")),selected:q([1,e],n+1,`t = ${n+1}`)}),_s={kind:"BPTTFlow",title:"Backpropagation through time",lead:"Gradients flow back through every timestep; truncation cuts them.",traits:["series","targets","W_x","W_h","b","V","c","limits","initial","predictions","timesteps","loss","truncate","carry","selected"],compute:ls,controls:ks,body(t,e,s){let n=ks(t);return l`<div class="u-controls">
      ${G(e,"timesteps",l`timesteps <i>T</i>`,n.timesteps)}
      ${G(e,"truncate",l`cut every <i>k</i>`,n.truncate)}
      ${U(e,"loss","loss at",Mo,t.loss)}
      ${rt("carry","Carry the state over each cut",t.carry)}
    </div>
    <div data-slot="flow">${s.flow}</div>
    <p class="u-key"><b class="role-gradient">Hatched:</b> the gradient with cuts. <b>Outline:</b> the full gradient.
      <b>Thickness:</b> the norm of what flows back, on a log scale.</p>
    <div class="u-timestep">${G(e,"selected",l`timestep <i>t</i>`,n.selected)}</div>
    <div class="u-formula" data-slot="recursion">${s.recursion}</div>
    <div class="u-pair">
      <div data-slot="curve">${s.curve}</div>
      <div data-slot="gradients">${s.gradients}</div>
    </div>`},slots:(t,e)=>({flow:ps(t,e),recursion:gs(t),curve:us(t),gradients:bs(t)}),questions:ys,describe:ws,numbers:vs,python:fs};var Nt={orthogonal:"orthogonal",gaussian:"Gaussian",symmetric:"symmetric",identity:"identity"},xe={linear:"linear",tanh:"tanh",relu:"ReLU",sigmoid:"sigmoid"},Bt=t=>String(t).replace(/[-\d]/g,e=>e==="-"?"⁻":"⁰¹²³⁴⁵⁶⁷⁸⁹"[e]),$t=t=>String(+t.toPrecision(3));function X(t){let e=Math.floor(t),s=(10**(t-e)).toFixed(2);return s==="10.00"&&(e+=1,s="1.00"),-5<e&&e<4?$t(10**t):`${s} × 10${Bt(e)}`}var ft={zero:-150*Math.log10(2),normal:-126*Math.log10(2),infinite:Math.log10((2-2**-24)*2**127)};function Ms(t){let e=Math.fround(10**t);return e===0?"underflows in float32 here":e===1/0?"overflows in float32 here":t<ft.normal?"loses digits in float32 here":""}function Ss({family:t,radius:e,activation:s,timesteps:n,norms:o,below:r,above:a}){let i=o.indexOf(Math.max(...o));return[{key:"below",locks:!0,moot:t==="gaussian"||s!=="linear"||r===null,about:{family:t,radius:e},setting:({family:c,radius:u})=>`the ${Nt[c]} matrix, spectral radius ${u}`,text:l`${Hs(Nt[t])} matrix, spectral radius ${e}, no activation.
        <strong>At which lag does the gradient first fall below 1/1000?</strong>`,label:"lag",verdict:So},{key:"growth",moot:t!=="gaussian"||s!=="linear"||e>=1,about:{radius:e,timesteps:n,above:a,peak:i,highest:o[i],first:o[1],last:o.at(-1)},setting:({radius:c})=>`the Gaussian matrix, spectral radius ${c}`,text:l`Gaussian matrix, spectral radius ${e}, no activation.
        <strong>Does the gradient shrink from the first step on?</strong>`,choices:{shrinks:"yes, at every step",grows:"no, it grows first"},verdict:Ho}]}var Hs=t=>t[0].toUpperCase()+t.slice(1);function So({answer:t,about:{radius:e}}){let s=h=>h*Math.log10(e),n=Math.floor(-3/Math.log10(e)+1e-9)+1,o=h=>`${e}${Bt(h)} = ${X(s(h))}`,r=`Every step multiplies the norm by ${e}: ${o(n-1)} is not yet below 1/1000, ${o(n)} is. In one formula: log(1/1000) / log(${e}) = ${w(-3/Math.log10(e),1)}. Then choose the Gaussian matrix: another question waits there.`;if(t===null)return{right:null,said:`At lag ${n}.`,why:r};if(t===n)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:r};let a=`You said ${t}; it is ${n}.`,i=`At lag ${t} the norm is ${o(t)}`,c=Math.abs(t-n)<=5,u=t<n;return c?{right:null,said:a,why:`Close. ${i}, ${u?"still above":"already below"} 1/1000. ${r}`}:{right:!1,said:a,why:`${u?`Too early: ${Ts(i)}, still ${X(s(t)+3)} times 1/1000`:`Too late: ${Ts(i)}, ${t-n} steps after it fell below 1/1000`}. ${r}`}}var Ts=t=>t[0].toLowerCase()+t.slice(1);function Ho({answer:t,about:{radius:e,timesteps:s,above:n,peak:o,highest:r,first:a,last:i}}){let c=n>0,u={shrinks:"it shrinks at every step",grows:"it grows first"},h=u[c?"grows":"shrinks"],d=c?`The spectral norm decides the first step: it is ${X(a)}, so at lag 1 the gradient can be ${X(a)} times as long. It is longest at lag ${o}, ${X(r)}, and stays above 1 for ${T(n,"step")}. The spectral radius ${e} decides the long run: ${n<s?`at lag ${s} the norm is ${X(i)}`:`${T(s,"timestep")} are too few to see it`}.`:`The spectral norm decides the first step, and ${X(a)} is below 1, so nothing can grow. Beyond radius ${w(e/10**a)} it is above 1, though the radius is not.`;if(t===null)return{right:null,said:`${Hs(h)}.`,why:d};let f=t==="grows"===c;return f?{right:f,said:`You said ${h}, and it does.`,why:d}:{right:f,said:`You said ${u[t]}; ${h}.`,why:d}}function Ws({family:t,radius:e,activation:s,timesteps:n,spectralNorm:o,norms:r,single:a,lag:i,below:c,back:u,beyond:h,above:d,clip:f,threshold:p},g){let $=`A SimpleRNN with 16 ${xe[s]} units, ${Nt[t]} recurrent kernel of spectral radius ${e} and spectral norm ${$t(o)}`;if(g)return`${$}, over ${n} timesteps.`;let m=a[i],b=f?r[i]>p?` Clipping cuts it to ${X(p)}.`:` Clipping at ${X(p)} leaves it as it is${r[i]<0?": it cannot lift what has vanished":""}.`:"",x=[d===n?[0,"stays above 1"]:[d||null,`stays above 1 for ${T(d,"step")}`],[c,`falls below 1/1000 at lag ${c}${u===null?"":` (and is above it again at lag ${u})`}`],[h,`exceeds 1000 at lag ${h}`]].filter(([k])=>k!==null).sort(([k],[_])=>k-_).map(([,k])=>k),y=x.length?`it ${x.join(x.length>2?", ":" and ")}`:"it stays between 1/1000 and 1";return`${$}: the gradient that reaches ${T(i,"timestep")} back has norm ${X(r[i])}${m&&` (${m.replace(" here","")})`}; over ${n} lags ${y}.${b}`}var At=24,Yt=270,qt=At+Yt,As=10;function qs(t,e){let{norms:s,clipped:n,radiusPowers:o,bounds:r,timesteps:a,lag:i,clip:c,threshold:u}=t,h=Wo(t),d=y=>M(100*y/a),f=y=>(h.high-y)/(h.high-h.low),p=y=>+(At+f(y)*Yt).toFixed(2),g=(y,k)=>l`<polyline points="${y.map((_,N)=>`${N},${+f(_).toFixed(4)}`).join(" ")}" class="${k}" vector-effect="non-scaling-stroke"/>`,$=(y,k)=>{let _=Math.min(1,h.high/Math.max(y[a],1e-9));return l`<path d="M0 ${f(0)}L${a*_} ${f(y[a]*_)}" class="${k}" vector-effect="non-scaling-stroke"/>`},m=ye(t),b=m==="below"?Math.min(As,a):0,x=y=>l`<svg y="${At}" width="100%" height="${Yt}" viewBox="0 0 ${a} 1" preserveAspectRatio="none">${y}</svg>`;return l`<svg class="u-figure" width="100%" height="${qt+24}" role="img" aria-label="Norm of the gradient by lag, log axis">
    <defs>${Z(`${e}-hatch`)}<clipPath id="${e}-under" clipPathUnits="objectBoundingBox">${No(n,f,a)}</clipPath></defs>
    ${Ns(h,p)}
    ${h.ticks.map(y=>l`<line x1="0" x2="100%" y1="${p(y)}" y2="${p(y)}" class="u-grid"/>
        <text x="-6" y="${p(y)+4}" text-anchor="end" class="u-soft">${y?`10${Bt(y)}`:"1"}</text>`)}
    ${Ao(a,d)}
    <g class="veil-${m}">
      <rect y="${At}" width="100%" height="${Yt}" fill="url(#${e}-hatch)" clip-path="url(#${e}-under)" class="u-arrives"/>
      ${x([$(r,"u-bound"),$(o,"u-radius"),c&&g(s,"u-before"),g(n,"u-norm")])}
      ${qo(t,h,d,p)}
      ${Ro(t,h,d,p)}
    </g>
    <g class="ask-${m}">${x(g(s.slice(0,b+1),"u-norm"))}
      <text x="${d(b)}" dx="10" y="${p(s[b])+(b?4:20)}" class="u-soft u-halo">${b?"and so on: how far down?":"does it shrink from the first step on?"}</text></g>
    ${c&&l`<line x1="0" x2="100%" y1="${p(u)}" y2="${p(u)}" class="u-threshold"/>
      <text x="100%" y="${p(u)-5}" text-anchor="end" class="u-halo">clip at ${X(u)}</text>`}
    <g class="${we(t)&&`veil-${m}`}">${Eo(t,d,p)}</g>
    ${Ns(h,p,!0)}
  </svg>`}function Wo({norms:t,radiusPowers:e,bounds:s,clip:n,threshold:o}){let r=[0,...t,e.at(-1),...n?[o]:[]],a=Math.min(...r),i=Math.max(...r),c=Math.max(i-a,3),u=s.at(-1)>i+.05*c?.2:.1,h=[Math.min(a-.1*c,-1.1),i+u*c],d=[1,2,5,10,20,50,100].find(g=>(h[1]-h[0])/g<=7),f=Math.ceil(h[0]/d),p=Math.floor(h[1]/d)-f+1;return{low:h[0],high:h[1],ticks:Array.from({length:p},(g,$)=>(f+$)*d)}}function No(t,e,s){let n=t.map((o,r)=>`${+(r/s).toFixed(5)},${+e(o).toFixed(4)}`);return l`<polygon points="0,1 ${n.join(" ")} 1,1"/>`}function Ns({low:t,high:e},s,n=!1){return[[e,ft.infinite,"u-lost","overflows in float32 here"],[ft.normal,ft.zero,"u-poor",""],[ft.zero,t,"u-lost","underflows in float32 here"]].map(([r,a,i,c])=>{let[u,h]=[s(Math.min(r,e)),s(Math.max(a,t))];if(h<=u)return null;if(!n)return l`<rect y="${u}" width="100%" height="${+(h-u).toFixed(2)}" class="${i}"/>`;let d=c.startsWith("over")?u+16:h-6;return c&&h-u>20&&l`<text x="6" y="${d}" class="u-strong u-halo">${c}</text>`})}function Ao(t,e){let s=[1,2,5,10,20,25,50].find(n=>t/n<=5);return Array.from({length:Math.floor(t/s)+1},(n,o)=>o*s).map(n=>l`<line x1="${e(n)}" x2="${e(n)}" y1="${qt}" y2="${qt+4}" class="u-tick"/>
      <text x="${e(n)}" y="${qt+18}" text-anchor="middle" class="u-soft">${n}</text>`)}function qo({below:t,beyond:e,timesteps:s},{low:n,high:o},r,a){return[[t,-3,"1/1000"],[e,3,"1000"]].map(([c,u,h])=>{if(c===null||u<n||u>o)return null;let d=c>s/2,f=d===u<0,p=Math.abs(a(u)-a(0))>40;return l`<circle cx="${r(c)}" cy="${a(u)}" r="4.5" class="u-cross"/>
      ${p&&l`<text x="${r(c)}" dx="${d?-9:9}" y="${a(u)+(f?17:-8)}" text-anchor="${d?"end":"start"}" class="u-halo">${h} at lag ${c}</text>`}`})}function Ro({norms:t,radiusPowers:e,bounds:s,timesteps:n},o,r,a){let[i,c]=[o.low,Math.min(o.high,ft.infinite)],u=(f,p)=>f.every((g,$)=>Math.abs(a(g)-a(p[$]))<2),d=[{line:s,name:"upper bound",short:"bound",ink:"u-soft",at:.6},{line:e,name:"radius^lag",short:"radius^lag",ink:"",at:.4},{line:t,name:"gradient norm",short:"norm",ink:"u-ink-gradient",at:.7}].reduce((f,p)=>{let g=f.find(([$])=>u($.line,p.line));return g?g.push(p):f.push([p]),f},[]);return d.map(f=>{let{line:p,ink:g}=f.at(-1),$=d.filter(F=>F!==f).map(([F])=>F.line),m=p.at(-1)>0,b=F=>$.every(dt=>dt[F]<=p[F]+1e-9||p===t&&dt[F]>c),x=Math.round((m&&b(n)?.9:$.length?f[0].at:.15)*n),y=Oo(p,x,i,c),k=$.length>0&&$.every(F=>F[y]>=p[y]-1e-9),_=p===s&&m&&p[n]>c,N=!_&&(m?b(y):k),R=_?4:m!==N?17:-8,I=f.length>1?f.toReversed().map(({short:F})=>F).join(" = "):f[0].name;return l`<text x="${r(y)}" dx="${N?-8:8}" y="${a(p[y])+R}" text-anchor="${N?"end":"start"}" class="u-strong u-halo ${g}">${I}</text>`})}function Oo(t,e,s,n){let o=.08*(n-s);for(;e>1&&(t[e]>n-o||t[e]<s+o);)e-=1;return e}var ye=({family:t})=>t==="gaussian"?"growth":"below",we=t=>t.family==="gaussian"||t.lag>As;function Eo({lag:t,norms:e,clipped:s,timesteps:n},o,r){let a=t>n/2,i=r(s[t]);return l`<line x1="${o(t)}" x2="${o(t)}" y1="${At-6}" y2="${qt}" class="u-marker"/>
    <circle cx="${o(t)}" cy="${i}" r="5" class="u-read"/>
    <text x="${o(t)}" dx="${a?5:-5}" y="12" text-anchor="${a?"end":"start"}" class="u-strong u-halo">lag ${t}: ${X(e[t])}</text>`}var st=250,Rs=1.9;function Os({eigenvalues:t,radius:e,family:s}){let n=c=>+(st*(.5+c/(2*Rs))).toFixed(2),o=c=>+(st*c/(2*Rs)).toFixed(2),r=st/2,a=([c,u])=>Math.hypot(c,u)>1+1e-9?l`<path d="M${n(c)} ${n(-u)-5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" class="u-outside"/>`:l`<circle cx="${n(c)}" cy="${n(-u)}" r="4" class="u-inside"/>`,i=t.filter(([c,u])=>Math.hypot(c,u)>1+1e-9).length;return l`<p class="u-heading">Eigenvalues of <i>W</i><sub>h</sub>: ${i?`${i} of ${t.length}`:"none"} outside${s==="identity"&&", all in one place"}</p>
  <svg class="u-figure u-plane" width="${st}" height="${st}" role="img" aria-label="Eigenvalues in the complex plane, spectral radius ${w(e)}">
    <line x1="0" x2="${st}" y1="${r}" y2="${r}" class="u-tick"/>
    <line x1="${r}" x2="${r}" y1="0" y2="${st}" class="u-tick"/>
    <circle cx="${r}" cy="${r}" r="${o(1)}" class="u-unit"/>
    <circle cx="${r}" cy="${r}" r="${o(e)}" class="u-radius"/>
    ${t.map(a)}
    <text x="${st}" y="12" text-anchor="end" class="u-soft u-halo">imaginary ↑</text>
    <text x="${st}" y="${r+18}" text-anchor="end" class="u-soft u-halo">real →</text>
    <text x="0" y="12" class="u-halo">solid: unit circle</text>
    <text x="0" y="${st-2}" class="u-halo">dashed: radius ${w(e)}</text>
  </svg>`}var Lo={orthogonal:"np.linalg.qr(G).Q",gaussian:"G",symmetric:"(G + G.T) / 2",identity:"np.eye(units)"},Fo={linear:["a","np.ones(units)",1],tanh:["np.tanh(a)","1 - h**2",1],relu:["np.maximum(a, 0)","(a > 0).astype(float)",1],sigmoid:["1 / (1 + np.exp(-a))","h * (1 - h)",.25]};function Es({family:t,radius:e,activation:s,timesteps:n,lag:o,clip:r,threshold:a}){let[i,c,u]=Fo[s];return`import numpy as np

# The recurrent kernel: ${t}, scaled to its spectral radius.
units, T, radius, lag = 16, ${n}, ${e}, ${o}
G = np.random.default_rng(1480).normal(size=(units, units))
W = ${Lo[t]}
W = W / np.abs(np.linalg.eigvals(W)).max()
W_h, eigenvalues = radius * W, radius * np.linalg.eigvals(W)
spectral_norm = np.linalg.norm(W_h, 2)

# Forward from a state of zeros; every unit receives 1 at every timestep.
h, slopes = np.zeros(units), []
for t in range(T):
    a = 1 + h @ W_h
    h = ${i}
    slopes.append(${c})

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
`}var Rt=16,Ls={linear:1,tanh:1,relu:1,sigmoid:.25},Ut=1e-9,Is={kind:"GradientDecay",title:"Gradient decay",lead:"A gradient that travels back in time is multiplied once a step: it vanishes or explodes.",traits:["families","kernels","eigenvalues","limits","initial","predictions","family","radius","activation","timesteps","lag","clip","threshold"],compute(t){let{family:e,radius:s,activation:n,timesteps:o,clip:r,threshold:a,limits:i}=t,c=t.families.indexOf(e),u=Fs(t.kernels,c,Rt,s),h=new Q({W_x:[Array(Rt).fill(1)],W_h:u,b:Array(Rt).fill(0),activation:n}),d=h.log10JacobianNorms(h.forward(Array(o).fill([1]))),f=It(u),p=Math.log10(f*Ls[n]),g=d.map(($,m)=>m);return{family:e,radius:s,activation:n,timesteps:o,clip:r,threshold:a,limits:i,norms:d,spectralNorm:f,lag:Math.min(t.lag,o),eigenvalues:Fs(t.eigenvalues,c,2,s),steepest:Ls[n],radiusPowers:g.map($=>$*Math.log10(s)),bounds:g.map($=>$*p),single:d.map(Ms),clipped:d.map($=>r?Math.min($,a):$),...Io(d)}},controls({radius:t,timesteps:e,lag:s,clip:n,threshold:o,limits:r}){return{radius:q(r.radius,t,w(t),.01),timesteps:q(r.timesteps,e,T(e,"step")),lag:q([0,e],s,T(s,"step")),threshold:{...q(r.threshold,o,n?X(o):"off",.5),disabled:!n}}},body(t,e,s){let n=this.controls(t),o=(r,a)=>G(e,r,a,n[r]);return l`<div class="u-controls">
      ${U(e,"family",l`recurrent kernel <i>W</i><sub>h</sub>`,Nt,t.family)}
      ${U(e,"activation","activation",xe,t.activation)}
      ${o("radius","spectral radius")}
      ${o("timesteps",l`length <i>T</i>`)}
      ${rt("clip","clip the norm",t.clip)}
      ${o("threshold","largest norm")}
    </div>
    <p class="u-heading">Norm ‖∂<i>H</i><sub>T</sub> / ∂<i>H</i><sub>T−k</sub>‖<sub>2</sub> of the gradient that reaches <i>k</i> timesteps back, on a log axis</p>
    <div class="u-plot" data-slot="chart">${s.chart}</div>
    <div class="u-scrub">${o("lag",l`lag <i>k</i>`)}</div>
    <p class="u-key" data-slot="key">${s.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${s.readouts}</div>
      <div data-slot="plane">${s.plane}</div>
    </div>`},slots:(t,e)=>({chart:qs(t,e),key:Xo(t),readouts:Co(t),plane:Os(t)}),questions:Ss,describe:Ws,numbers:zo,python:Es};function Fs(t,e,s,n){let o=(r,a)=>t.getFloat64(8*((e*Rt+r)*s+a),!0);return Array.from({length:Rt},(r,a)=>Array.from({length:s},(i,c)=>n*o(a,c)))}function Io(t){let e=(n,o=0)=>{let r=t.findIndex((a,i)=>i>=o&&n(a));return r<0?null:r},s=e(n=>n<-3-Ut);return{below:s,back:s===null?null:e(n=>n>=-3-Ut,s),beyond:e(n=>n>3+Ut),above:(e(n=>n<=Ut,1)??t.length)-1}}var Xo=({clip:t,steepest:e,single:s})=>l`<b class="role-gradient">Hatched:</b> what arrives${t&&" after clipping; thin line: before"}.
  <b>Dashed:</b> radius^lag, the slope of linear units in the long run, not a bound.
  <b>Thin gray:</b> (spectral norm${e<1&&" × ¼, the steepest sigmoid"})^lag, an upper bound.
  Every unit receives 1 at every timestep, and the state starts at zero.${s.some(Boolean)&&l`
  <b>Shaded:</b> beyond float32, which overflows above 3.4 × 10³⁸, loses digits below 1.2 × 10⁻³⁸ and underflows to zero below its smallest number, 1.4 × 10⁻⁴⁵.`}`;function Co(t){let{radius:e,spectralNorm:s,norms:n,single:o,clipped:r,radiusPowers:a,bounds:i,lag:c,timesteps:u,below:h,back:d,beyond:f,above:p,steepest:g,clip:$}=t,m=(R,I)=>l`<tr><th scope="row">${R}</th><td>${I}</td></tr>`,b=(R,I)=>H(R,I,X(I)),x=R=>we(t)?z(ye(t),R):R,y=(R,I,F)=>x(l`${R}<sup>${c}</sup> = ${b(I,F)}`),k=l`<span class="u-soft">not within ${u} lags</span>`,_=(R,I,F)=>I===null?k:l`lag ${H(R,I)}${F}`,N=d===null?", and stays":l`, above again at ${H("back",d)}`;return l`<table><tbody>
    ${m("spectral radius",H("radius",e,w(e)))}
    ${m("spectral norm",H("spectral_norm",s,$t(s)))}
    ${m(l`norm at lag ${c}`,x(l`<b>${b("log10_norm",n[c])}</b> = 10<sup>${w(n[c])}</sup>`))}
    ${m("precision",o[c]?l`<span class="u-alarm">${o[c]}</span>`:"fits into float32")}
    ${m("after clipping",$?x(b("log10_clipped",r[c])):l`<span class="u-soft">not clipped</span>`)}
    ${m("radius^lag",y($t(e),"log10_radius_power",a[c]))}
    ${m("upper bound",y(g<1?`(${$t(s)} × ¼)`:$t(s),"log10_bound",i[c]))}
    ${m("above 1 for",z("growth",H("above",p,p?`the first ${T(p,"step")}`:"no step")))}
    ${m("below 1/1000",z("below",_("below",h,N)))}
    ${m("above 1000",_("beyond",f))}
  </tbody></table>`}function zo({family:t,norms:e,single:s,clipped:n,radiusPowers:o,bounds:r,clip:a}){let i=c=>t==="gaussian"?z("growth",c):c;return l`<table class="u-table">
    <caption>Norm of ∂H_T/∂H_T−k for every lag k, its base-ten logarithm, and the bounds</caption>
    <thead><tr><th scope="col">lag</th><th scope="col">norm</th><th scope="col">log10</th>${a&&l`<th scope="col">clipped</th>`}<th scope="col">radius^lag</th><th scope="col">bound</th><th scope="col">in float32</th></tr></thead>
    <tbody>${e.map((c,u)=>l`<tr><th scope="row">${u}</th><td>${i(X(c))}</td><td>${i(w(c,3))}</td>${a&&l`<td>${i(X(n[u]))}</td>`}<td>${X(o[u])}</td><td>${X(r[u])}</td><td>${s[u]||"fits"}</td></tr>`)}</tbody>
  </table>`}var L=t=>`(None, ${t.join(", ")})`,zs=t=>t.reduce((e,s)=>e*s,1),Xs=(t,e)=>({kernel:[t,e],bias:[e]}),ve=(t,e=1)=>(s,n)=>({kernel:[s,t*n],recurrent_kernel:[n,t*n],bias:e>1?[e,t*n]:[t*n]}),jo={SimpleRNN:ve(1),LSTM:ve(4),GRU:ve(3,2),Dense:Xs,TimeDistributed:Xs},Y=({kind:t})=>["SimpleRNN","LSTM","GRU"].includes(t);function Vo({kind:t,size:e,return_sequences:s},n){return t==="Flatten"?[zs(n)]:t==="RepeatVector"?[e,...n]:t==="Dense"||t==="TimeDistributed"||s?[...n.slice(0,-1),e]:[e]}function Po(t,e,s){if(t.kind==="TimeDistributed")return s.length>1?null:`\`TimeDistributed\` Layer should be passed an \`input_shape\` with at least 3 dimensions, received: ${L(s)}`;let n=t.kind==="RepeatVector"?2:3;return s.length+1===n||!(Y(t)||t.kind==="RepeatVector")?null:`Input 0 with name 'None' of layer '${e}' is incompatible with the layer: expected ndim=${n}, found ndim=${s.length+1}. Full shape received: ${L(s)}`}var Cs={SimpleRNN:"simple_rnn",LSTM:"lstm",GRU:"gru",Dense:"dense",TimeDistributed:"time_distributed",RepeatVector:"repeat_vector",Flatten:"flatten"};function Go(t){let e={},s=n=>(e[n]=(e[n]??-1)+1,e[n]?`${Cs[n]}_${e[n]}`:Cs[n]);return t.map(({kind:n})=>(n==="TimeDistributed"&&s("Dense"),s(n)))}function js(t,e){let s=Go(e),n=[],o=t,r=null;return e.forEach((a,i)=>{let c=o&&Po(a,s[i],o);c&&(r={at:i,message:c});let u=o&&!c?Vo(a,o):null,h=u?jo[a.kind]?.(o.at(-1),a.size)??{}:{},d=Object.values(h).reduce((f,p)=>f+zs(p),0);n.push({layer:a,name:s[i],input:o,output:u,weights:h,parameters:d}),o=u}),{steps:n,error:r,output:o}}function Kt(t,{steps:e,output:s}){let n=o=>o.length>1;return n(t)?n(s)?e.every(o=>n(o.output))?"synchronous":"asynchronous":"many-to-one":n(s)?"one-to-many":"one-to-one"}var ct={"one-to-one":["One-to-one","one vector in, one vector out"],"one-to-many":["One-to-many","one vector in, an output at each timestep"],"many-to-one":["Many-to-one","all timesteps in, one vector out"],synchronous:["Many-to-many, synchronous","an output at each timestep of the input"],asynchronous:["Many-to-many, asynchronous","the whole input is read into one vector before the first output"]};function K({kind:t,size:e="",return_sequences:s},n=""){let o=t==="TimeDistributed"?`${n}Dense(${e})`:e;return`${n}${t}(${o}${s?", return_sequences=True":""})`}function Vs({steps:t,error:e}){let{layer:s,input:n}=t[e.at],o=t.slice(0,e.at).findLast(c=>c.input.length!==c.output.length),r=o&&t.indexOf(o)+1,a=o?`layer ${r}, ${o.layer.kind},`:"the input";if(s.kind==="RepeatVector"){let c=`RepeatVector repeats one vector, but a sequence ${L(n)} arrives`,u=t.slice(0,e.at).findLastIndex(h=>Y(h.layer));return u>=0?`${c}: switch return_sequences off in layer ${u+1}, so that it returns its last state alone, or remove RepeatVector.`:`${c}: put a recurrent layer with return_sequences off before it, or remove it.`}let i=`${s.kind} goes along a time axis, and ${a} leaves none: what arrives is ${L(n)}`;return o?Y(o.layer)?`${i}. Switch return_sequences on in layer ${r}, or put RepeatVector between.`:`${i}. Remove layer ${r}, or put RepeatVector between.`:`${i}. Give the input timesteps, or put RepeatVector first.`}var Jt=t=>t.startsWith("repair"),ke=t=>Number(t.split(" ")[1]),_e=3,Te=t=>Jt(t)?`repair ${ke(t)%_e+1}`:"repair 1";function Ps(t,e){let{pattern:s,repair:n,starts:o}=t;if(!n)return null;let{timesteps:r,features:a,goal:i}=o[s],c=[n.solved&&" u-right",n.wrong&&" u-wrong"];return l`<div class="u-task" role="group" aria-label="Broken stack">
    <p><strong>Broken stack ${ke(s)} of ${_e}.</strong> From ${L([r,a])} with a recurrent layer
      to ${L(i)}. Change what you like; one switch is enough.</p>
    <p class="u-verdict${c}" data-value="repair" data-exact="${n.solved?"solved":"open"}">${n.words}</p>
    <div class="u-answer">
      <button type="button" class="u-primary" id="${e}-next" data-edit="start" data-with="[&quot;${Te(s)}&quot;]">${ke(s)<_e?"Next broken stack":"First broken stack"}</button>
      <button type="button" class="u-quiet" id="${e}-again" data-edit="start" data-with="[&quot;${s}&quot;]">Start this one again</button>
    </div>
  </div>`}function Gs({pattern:t,starts:e},{input:s,layers:n,error:o,output:r,steps:a}){if(!Jt(t))return null;let{timesteps:i,features:c,goal:u,layers:h}=e[t],d=Bo(h,n),f=d.length?`You ${Do(d)}.`:"",p=[i,c],g=(x,y)=>({solved:x,wrong:!x&&d.length>0,words:`${f} ${y}`.trim()});if(String(s)!==String(p))return{...g(!1,`The input must stay ${L(p)}; it is ${L(s)}.`),wrong:!0};if(o)return g(!1,`Keras ${d.length?"still refuses":"refuses"} layer ${o.at+1}: its message is below the drawing.`);if(String(r)!==String(u))return g(!1,`Keras builds it without a word, but the output is ${L(r)} and not ${L(u)}.`);if(!n.some(Y))return g(!1,"The shape is right, but no recurrent layer is left: nothing carries a state from timestep to timestep.");let[$,m]=ct[Kt(s,{steps:a,output:r})],b=[s,...a.map(x=>x.output)].map(L).join(" → ");return g(!0,`Repaired: ${b}. ${$}: ${m}.`)}var Do=t=>t.length>1?`${t.slice(0,-1).join(", ")} and ${t.at(-1)}`:t[0];function Bo(t,e){let s=new Map,n=(r,a)=>{let i=`${r} ${a}`;return s.has(i)||s.set(i,o(r,a)),s.get(i)},o=(r,a)=>{let i=[],c=(u,h,d)=>i.push({cost:u+d.cost,words:[...h,...d.words]});if(r===t.length&&a===e.length)return{cost:0,words:[]};if(r<t.length&&a<e.length){let u=Yo(t[r],e[a],a+1);c(t[r].kind===e[a].kind?u.length:1.5,u,n(r+1,a+1))}return r<t.length&&c(1,[`removed ${K(t[r])}`],n(r+1,a)),a<e.length&&c(1,[`added ${K(e[a])} as layer ${a+1}`],n(r,a+1)),i.reduce((u,h)=>h.cost<u.cost?h:u)};return n(0,0).words}function Yo(t,e,s){if(t.kind!==e.kind)return[`replaced ${K(t)} by ${K(e)}`];let n=[];return t.return_sequences!==e.return_sequences&&n.push(`switched return_sequences ${e.return_sequences?"on":"off"} in layer ${s} (${e.kind})`),t.size!==e.size&&n.push(`changed the size of layer ${s} (${e.kind}) from ${t.size} to ${e.size}`),n}var Uo={"one-to-one":[[1],[1],[1]],"one-to-many":[[0],[0,1,2],[0,1,2]],"many-to-one":[[0,1,2],[0,1,2],[2]],synchronous:[[0,1,2],[0,1,2],[0,1,2]],asynchronous:[[-.5,.5],[-.5,.5,1.5,2.5],[1.5,2.5]],broken:[[0,1,2],[0,2],[]]};function Ds({pattern:t,found:e},s){let n=(o,r,a,i)=>l`<button type="button" id="${s}-card-${o}" data-edit="start"
    data-with="[&quot;${a}&quot;]" aria-pressed="${i}">${Ko(Uo[o])}<span>${r}</span></button>`;return l`${Object.entries(ct).map(([o,[r]])=>n(o,r,o,o===e))}
    ${n("broken","Broken stack",Te(t),Jt(t))}`}function Ko([t,e,s]){let n=r=>36+16*(r-1),o=(r,a)=>r.map(i=>a(n(i)));return l`<svg width="72" height="44" viewBox="0 0 72 44" aria-hidden="true">
    ${e.slice(1).map((r,a)=>l`<path d="M${n(e[a])} 22H${n(r)}" class="u-pass"/>`)}
    ${o(t,r=>l`<path d="M${r} 8V22" class="u-flow"/><rect x="${r-5}" y="2" width="10" height="8" class="u-x"/>`)}
    ${o(s,r=>l`<path d="M${r} 22V36" class="u-flow"/><rect x="${r-5}" y="34" width="10" height="8" class="u-y"/>`)}
    ${o(e,r=>l`<rect x="${r-5}" y="17" width="10" height="10" rx="4" class="u-h"/>`)}
    ${s.length===0&&l`<path d="M${n(1)-6} 16l12 12m0-12l-12 12" class="u-stopped"/>`}
  </svg>`}var Ot=68,D=22,lt=24,Jo=t=>String(t).replace(/\d/g,e=>"₀₁₂₃₄₅₆₇₈₉"[e]);function Ks(t){return{at:Array.from({length:t},(s,n)=>100*(n+.5)/t),wide:Math.min(60/t,10)}}function Js(t,e){let{input:s,steps:n,error:o,output:r}=t,a=[Zt(0,"Input",L(s)),Qt(0,Ys(s),"u-x",s.length>1?"x":null)],i=Ys(s);if(n.forEach((u,h)=>{let d=(h+1)*Ot;if(!u.output){a.push(sr(u,h,d,o,i,e));return}let f=Zo(u,i);a.push(Us(d,u,i,f,e),Qo(u,d,i,f,e)),a.push(Zt(d,l`${h+1} ${Zs(u.layer)}`,L(u.output))),i=f}),r){let u=(n.length+1)*Ot;a.push(Us(u,null,i,i,e),Qt(u,i,"u-y","y",r.length>1)),a.push(Zt(u,"Output",L(r)))}let c=(n.length+(r?1:0))*Ot+D+lt+4;return l`<svg class="u-figure" width="100%" height="${c}" role="img" aria-label="The stack, unrolled in time">
    <defs>${Z(`${e}-refused`)}${Bs(e,"tip")}${Bs(e,"stop")}</defs>${a}</svg>`}var Bs=(t,e)=>l`<marker id="${t}-${e}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
  markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" class="u-${e}"/></marker>`,Ys=t=>t.length>1?Ks(t[0]):{at:[50],wide:10};function Zo({layer:t,input:e,output:s},n){return t.kind==="RepeatVector"?Ks(s[0]):t.kind==="Flatten"&&e.length>1?{at:[50],wide:10}:Y(t)&&s.length===1?{at:n.at.slice(-1),wide:n.wide}:n}var Zt=(t,e,s,n="")=>l`<text x="0" y="${t+14}" class="u-strong u-halo ${n}">${e}</text>
  <text x="100%" y="${t+14}" text-anchor="end" class="u-strong u-halo ${n}">${s}</text>`,Zs=t=>l`${K({...t,return_sequences:!1}).replace("()","")}${Y(t)&&l`<tspan class="u-roomy u-plain">  return_sequences=${t.return_sequences?"True":"False"}</tspan>`}`;function Qt(t,{at:e,wide:s},n,o,r=!0){return e.map((a,i)=>l`<rect x="${M(a-s/2)}" y="${t+D}" width="${M(s)}" height="${lt}" rx="${n==="u-h"?8:2}" class="${n}"/>
    ${o&&l`<text x="${M(a)}" y="${t+D+16}" text-anchor="middle" class="${e.length>6&&"u-roomy"}">${o}${r&&Jo(i+1)}</text>`}`)}function Us(t,e,s,n,o){let r=t-Ot+D+lt,a=(i,c)=>l`<line x1="${M(i)}" y1="${r}" x2="${M(c)}" y2="${t+D}" class="u-flow" marker-end="url(#${o}-tip)"/>`;return e?.layer.kind==="RepeatVector"?n.at.map(i=>a(s.at[0],i)):s.at.map(i=>a(i,i))}function Qo({layer:t,input:e,output:s},n,o,r,a){return Y(t)?[tr(n,o,a),Qt(n,o,"u-h","h"),s.length===1&&er(n,o)]:t.kind==="Flatten"?Qs(n,`${s[0]} values`,"u-plate",e.length>1?[2,96]:[o.at[0]-5,10]):[t.kind==="TimeDistributed"&&l`<rect x="0" y="${n+D-4}" width="100%" height="${lt+8}" rx="4" class="u-each"/>`,Qt(n,r,"u-plate",null)]}var Qs=(t,e,s,[n,o],r)=>l`<rect x="${M(n)}" y="${t+D}" width="${M(o)}" height="${lt}" rx="2" class="${s}"${r&&l` fill="${r}"`}/>
  <text x="${M(n+o/2)}" y="${t+D+16}" text-anchor="middle" class="u-strong u-halo">${e}</text>`,tr=(t,{at:e,wide:s},n)=>e.slice(1).map((o,r)=>{let a=l`x1="${M(e[r]+s/2)}" x2="${M(o-s/2)}" y1="${t+D+12}" y2="${t+D+12}"`;return l`<line ${a} class="u-pass"/><line ${a} class="u-core"/><line ${a} class="u-none" marker-end="url(#${n}-tip)"/>`}),er=(t,{at:e})=>e.slice(0,-1).map(s=>{let n=t+D+lt;return l`<line x1="${M(s)}" x2="${M(s)}" y1="${n}" y2="${n+9}" class="u-dropped"/>
    <text x="${M(s)}" y="${n+17}" text-anchor="middle" class="u-soft u-cross">×</text>`});function sr({layer:t},e,s,n,o,r){let a=n.at===e,i=a?"refused":"not built",c=s-Ot+D+lt,[u,h]=t.kind==="RepeatVector"?[2,3]:[3,2];return[a&&o.at.map(d=>l`<line x1="${M(d)}" x2="${M(d)}" y1="${c}" y2="${s+D}" class="u-stopped" marker-end="url(#${r}-stop)"/>`),a?Qs(s,`needs ${u} dimensions, gets ${h}`,"u-refuses",[.5,99],`url(#${r}-refused)`):l`<rect x="0.5%" y="${s+D}" width="99%" height="${lt}" rx="2" class="u-unbuilt"/>`,Zt(s,l`${e+1} ${Zs(t)}`,i,a?"u-ink-gradient":"u-soft u-plain")]}function Me({input:t,layers:e,output:s,error:n}){let o=t.length===1?",":"",r=e.map((a,i)=>`${n?.at===i?`    # Keras refuses this one:
`:""}    ${K(a,"layers.")},`);return`import keras
from keras import layers

keras.utils.clear_session()  # fresh names
model = keras.Sequential([
    keras.Input(shape=(${t.join(", ")}${o})),
${r.join(`
`)}
])
print(model.output_shape)  # ${n?"never reached":L(s)}
`}var nr=["SimpleRNN","LSTM","GRU","Dense","TimeDistributed","RepeatVector","Flatten"],or={TimeDistributed:"TimeDistributed(Dense)"},rr={kind:"SimpleRNN",size:8,return_sequences:!1},tn={start({starts:t},e){let{timesteps:s,features:n,layers:o}=t[e];return{pattern:e,timesteps:s,features:n,layers:o}},add:({layers:t})=>({layers:[...t,rr]}),remove:({layers:t},e)=>({layers:t.toSpliced(e,1)}),up:({layers:t},e)=>({layers:[...t.slice(0,e-1),t[e],t[e-1],...t.slice(e+1)]}),sequences:({layers:t},e,s)=>({layers:t.with(e,{...t[e],return_sequences:s})}),kind:({layers:t,limits:e},s,n)=>({layers:t.with(s,ar(t[s],n,e.size))})};function ar({size:t=8,return_sequences:e=!1},s,n){if(s==="Flatten")return{kind:s};let o={kind:s,size:Math.min(t,n[s][1])};return Y(o)?{...o,return_sequences:e}:o}function en({layers:t,limits:e,error:s},n){let o=t.length===e.layers[1];return l`<ol class="u-rows">${t.map((r,a)=>ir(r,a,t.length,e.size,s,n))}</ol>
    <button type="button" class="u-add" id="${n}-add" data-edit="add" data-then="${n}-kind-${t.length}"${o&&l` disabled`}>
      + Add layer${o&&` (${t.length} are the most)`}</button>`}function ir(t,e,s,n,o,r){let{kind:a,size:i,return_sequences:c}=t,u=d=>`${d} of layer ${e+1}`,h=(d,f,p,g,$,m)=>l`<button type="button" id="${r}-${d==="up"&&f>e?"down":d}-${e}"
    data-edit="${d}" data-with="[${f}]" data-then="${r}-${$}" aria-label="${g} layer ${e+1}" title="${g}"${m&&l` disabled`}>${p}</button>`;return l`<li class="${o?.at===e&&"u-refused"}">
    <b class="u-soft">${e+1}</b>
    <select id="${r}-kind-${e}" data-edit="kind" data-with="[${e}]" aria-label="${u("kind")}">${nr.map(d=>l`<option value="${d}"${d===a&&l` selected`}>${or[d]??d}</option>`)}</select>
    <span class="u-size">${i!==void 0&&cr(t,e,n[a],r)}</span>
    <span class="u-all">${Y(t)&&l`<label class="u-toggle"><input type="checkbox" role="switch" id="${r}-all-${e}"
      data-edit="sequences" data-with="[${e}]" aria-label="${u("return_sequences")}"${c&&l` checked`}><span>return_sequences</span></label>`}</span>
    <span class="u-moves">
      ${h("up",e,"↑","Move up",e>1?`up-${e-1}`:"down-0",e===0)}
      ${h("up",e+1,"↓","Move down",e+2<s?`down-${e+1}`:`up-${e+1}`,e===s-1)}
      ${h("remove",e,"✕","Remove",s>2?`remove-${Math.min(e,s-2)}`:"kind-0",s===1)}
    </span>
  </li>`}function cr({kind:t,size:e},s,[n,o],r){let a=t==="RepeatVector"?"times":"units";return l`<label><span>${a}</span><input type="number" id="${r}-size-${s}" data-trait="layers" data-at="[${s},&quot;size&quot;]"
    aria-label="${a} of layer ${s+1}" min="${n}" max="${o}" step="1" required autocomplete="off" value="${e}"></label>`}var sn={kind:"IOPatterns",title:"One or many in, one or many out",lead:"A stack builds when the shape that one layer returns is the shape that the next one takes.",traits:["pattern","timesteps","features","layers","limits","starts","initial","predictions"],compute:lr,body:ur,slots:hr,controls:nn,questions:fr,describe:br,numbers:xr,python:Me,edits:tn};function lr({pattern:t,timesteps:e,features:s,layers:n,limits:o,starts:r}){let a=e?[e,s]:[s],i={input:a,layers:n,...js(a,n)};return{pattern:t,timesteps:e,features:s,limits:o,starts:r,...i,parameters:i.steps.reduce((c,u)=>c+u.parameters,0),found:i.error?null:Kt(a,i),repair:Gs({pattern:t,starts:r},i)}}function nn({timesteps:t,features:e,limits:s}){return{timesteps:q(s.timesteps,t,t?T(t,"step"):"no time axis"),features:q(s.features,e,String(e))}}function ur(t,e,s){let n=nn(t);return l`<div class="u-cards" role="group" aria-label="Start from" data-slot="cards">${s.cards}</div>
  <div data-slot="task">${s.task}</div>
  <div class="u-controls">
    ${G(e,"timesteps",l`timesteps <i class="role-input">T</i>`,n.timesteps)}
    ${G(e,"features",l`features <i>d</i>`,n.features)}
  </div>
  <div class="u-stack" role="group" aria-label="Layers, from the input to the output" data-slot="stack">${s.stack}</div>
  <div data-slot="chain">${s.chain}</div>
  <p class="u-key"><b class="role-input">x, dashed:</b> inputs. <b>h, round:</b> one recurrent cell, used again at each timestep; the double line is its hidden state.
    <b class="role-output">y, dotted:</b> outputs. <b>×:</b> a state that return_sequences=False keeps to itself. <b class="role-gradient">Hatched:</b> refused.</p>
  <div data-slot="verdict">${s.verdict}</div>
  <div class="u-below">
    <div data-slot="summary">${s.summary}</div>
    <div data-slot="code">${s.code}</div>
  </div>`}function hr(t,e){return{cards:Ds(t,e),task:l`${Ps(t,e)}`,stack:en(t,e),chain:Js(t,e),verdict:dr(t),code:l`<p class="u-heading">The same in Keras</p><pre class="u-keras" role="group" aria-label="Keras code" tabindex="0"><code>${Me(t)}</code></pre>`,summary:$r(t)}}function dr(t){let{error:e,found:s}=t;return e?l`<div class="u-outcome u-refusal"><p><strong>Keras 3 says:</strong></p>
    <p><code data-value="error">ValueError: ${e.message}</code></p><p>${Vs(t)}</p></div>`:l`<p class="u-outcome"><strong>${ct[s][0]}:</strong> ${ct[s][1]}.</p>`}function pr({weights:t}){let e=Object.values(t).map(s=>s.join("·"));return e.length>0&&l`<span class="u-soft">${e.join(" + ")} = </span>`}function $r({steps:t,parameters:e,input:s}){return l`<table class="u-table">
    <caption>What each layer returns, and its parameters</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">output shape</th><th scope="col">parameters</th></tr></thead>
    <tbody><tr><th scope="row">input</th><td>${H("shape.input",L(s))}</td><td></td></tr>${t.map((n,o)=>l`<tr><th scope="row">${n.name}</th><td>${n.output?H(`shape.${o}`,L(n.output)):"none"}</td>
        <td>${n.output&&[pr(n),H(`parameters.${o}`,n.parameters)]}</td></tr>`)}<tr><th scope="row">all</th><td></td><td><b>${H("parameters",e)}</b></td></tr></tbody>
  </table>`}function fr(){return[{key:"stacked",locks:!0,moot:!1,about:{},setting:()=>"two stacked SimpleRNN layers",text:l`The input is (None, 12, 5). Two SimpleRNN(8) layers are stacked, the first with return_sequences=False, which is Keras's default.
        <strong>What happens?</strong>`,choices:{works:"It works and gives (None, 8)",one:"It works, but the second layer sees only one timestep",refuses:"Keras refuses"},verdict:gr}]}var mr={works:"You said it works and gives (None, 8); Keras refuses. (None, 8) is already what the first layer returns.",one:"You said the second layer sees one timestep; Keras refuses. One timestep would be (None, 1, 8), and nothing adds that axis.",refuses:"You said Keras refuses, and it does."};function gr({answer:t}){let e="The first layer returns its last state alone, (None, 8), with 2 dimensions; the second goes along time and needs 3. With return_sequences=True the first returns all twelve states, (None, 12, 8), and both fit. The card “Broken stack” has this one to repair.";return t===null?{right:null,said:"Keras refuses.",why:e}:{right:t==="refuses",said:mr[t],why:e}}function br({input:t,steps:e,error:s,found:n,parameters:o,repair:r}){let a=e.slice(0,s?.at).map(({layer:h,output:d})=>`${K(h)} → ${L(d)}`),i=[L(t),...a].join(" → "),c=s&&`layer ${s.at+1}, ${K(e[s.at].layer)}, is refused`;return`${s?`${i}; ${c}.`:`${i}: ${ct[n][0].toLowerCase()}, ${T(o,"parameter")}.`}${r?.solved?" The broken stack is repaired.":""}`}function xr({steps:t}){let e=t.flatMap(({name:s,weights:n})=>Object.entries(n).map(([o,r])=>[s,o,r]));return l`<table class="u-table">
    <caption>Every weight of the layers that build, as Keras keeps it</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">weight</th><th scope="col">shape</th><th scope="col">numbers</th></tr></thead>
    <tbody>${e.map(([s,n,o])=>l`<tr><th scope="row">${s}</th><td>${n}</td><td>(${o.join(", ")}${o.length===1&&","})</td><td>${o.reduce((r,a)=>r*a)}</td></tr>`)}</tbody>
  </table>`}var Re={};Ue(Re,{body:()=>Tr,compute:()=>cn,controls:()=>$n,describe:()=>Ar,numbers:()=>qr,python:()=>dn,questions:()=>Wr,slots:()=>Mr});function Se(t,e){return t.map((s,n)=>s.map((o,r)=>(o-e[n][r])**2))}function te(t,e=null){let s=0,n=0;return t.forEach((o,r)=>o.forEach((a,i)=>{e&&!e[r][i]||(s+=a,n+=1)})),s/n}function kt(t,e,s=1,n=1){return t<e+s?0:Math.floor((t-e-s)/n)+1}function on(t){let e=t.reduce((o,r)=>o+r,0)/t.length,s=Math.sqrt(t.reduce((o,r)=>o+(r-e)**2,0)/t.length),n=t.every(o=>o===t[0]);return{center:e,spread:n||s===0?1:s}}function He(t,e,s="post",n=0){let o=(r,a,i)=>{let c=Array(e-r.length).fill(a);return s==="post"?[...i,...c]:[...c,...i]};return{X:t.map(r=>o(r,n,r)),mask:t.map(r=>o(r,!1,r.map(()=>!0)))}}function We({length:t,window:e,horizon:s,stride:n,train:o,order:r}){let a=Math.min(o,t),i={train:[0,a],test:[a,t]},c=(u,h,d)=>Array.from({length:kt(h-u,e,s,n)},(f,p)=>{let g=u+p*n,$=g+e+s,m=d(g);return{start:g,end:$,part:m,leaks:m==="train"&&$>a}});return r==="split first"?Object.entries(i).flatMap(([u,[h,d]])=>c(h,d,()=>u)):c(0,t,u=>u<a?"train":"test")}var V=[6,4,2,5],P=["A","B","C","D"],mt={W_x:[[.9,-.6]],W_h:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1},an=new Q(mt);function Ne(t,e=null){let s=t.map((o,r)=>an.forward(o.map(a=>[a]),{mask:e?.[r]}).H),n=s.map(o=>o.map(r=>r.reduce((a,i,c)=>a+i*mt.V[c],mt.c)));return{states:s,forecasts:n}}var Ae=an.forward(Array(200).fill([0])).state,ee=(t,e)=>Math.max(...t.map((s,n)=>Math.abs(s-e[n]))),rn=t=>Math.max(...t.flatMap(e=>t.map(s=>ee(e,s))));function cn(t){let{rows:e,length:s,pad_to:n,where:o,mask:r}=t,a=e.map(A=>A[0]),{center:i,spread:c}=on(a),u=a.map(A=>(A-i)/c),h=V.map((A,v)=>Math.floor(v*(s-A-1)/3)),d=V.map((A,v)=>u.slice(h[v],h[v]+A)),f=V.map((A,v)=>u.slice(h[v]+1,h[v]+A+1)),{X:p,mask:g}=He(d,n,o),$=He(f,n,o).X,m=Ne(d),b=Ne(p),x=r?Ne(p,g):b,y=Se(x.forecasts,$),k=({states:A})=>A.map((v,S)=>ee(v.at(-1),m.states[S].at(-1))),_=m.states.map(A=>A.at(-1)),N=b.states.map(A=>A.at(-1)),R=V.map(A=>n-A),I=(A,v)=>ee(A,Ae)<ee(_[v],Ae),F=!r&&o==="post"&&N.every((A,v)=>!R[v]||I(A,v)),dt=te(y),yt=te(y,g);return{center:i,spread:c,starts:h,inputs:d,targets:f,X:p,y:$,mask:g,errors:y,padTo:n,where:o,masked:r,sequence:P.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:x.states,alone:m.states,hT:x.states.map(A=>A.at(-1)),hAlone:_,hPlain:N,rest:Ae,pulled:F,apart:rn(N),apartAlone:rn(_),drift:k(x),driftPlain:k(b),lossAll:dt,lossReal:yt,loss:r?yt:dt,lossAlone:te(Se(m.forecasts,f)),steps:P.length*n,realSteps:V.reduce((A,v)=>A+v,0)}}var ut={top:4,pitch:54,label:18,cell:28},j={top:ut.top+4*ut.pitch+48,tab:17,height:116},yr=j.top+j.height+26,ln=["u-unit-1","u-unit-2"],_t=t=>se(t)?w(t):String(+t.toPrecision(1)).replace("-","−"),se=t=>t>=.005;function un(t,e){let{padTo:s,sequence:n}=t,o=r=>M(100*r/s);return l`<svg class="u-figure" width="100%" height="${yr}" role="img" aria-label="The padded batch and the hidden states of sequence ${P[n]}">
    ${P.map((r,a)=>wr(t,a,o))}
    ${vr(t,o)}
  </svg>`}function wr({X:t,mask:e,masked:s,sequence:n,drift:o,padTo:r},a,i){let c=ut.top+a*ut.pitch,u=c+ut.label,h=t[a].map((d,f)=>{let p=e[a][f],g=l`x="${i(f)}" y="${u}" width="${i(1)}" height="${ut.cell}"`,$=d<0?"u-fill-negative":"u-fill-positive";return l`${p&&l`<rect ${g} class="${$}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(d)/2)).toFixed(3)}"/>`}
      <rect ${g} class="${p?"u-real":"u-pad"}"/>
      ${!p&&s&&l`<line x1="${i(f)}" x2="${i(f+1)}" y1="${u+ut.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${i(f+.5)}" y="${u+19}" text-anchor="middle" class="${p?"u-cell":"u-cell u-soft"}">${p?w(d,1):s?"":"0"}</text>`});return l`<g class="${a===n&&"u-selected"}">
    <text x="0" y="${c+12}" class="u-strong">${P[a]} <tspan class="u-soft u-plain">${V[a]} real, ${r-V[a]} padded${a===n&&", shown below"}</tspan></text>
    <text x="100%" y="${c+12}" text-anchor="end" class="${se(o[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${_t(o[a])}</text>
    ${h}
    <rect x="0" y="${c}" width="100%" height="${ut.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(P[a])}"/>
  </g>`}function vr({states:t,alone:e,mask:s,sequence:n,drift:o,padTo:r,where:a},i){let c=V[n],u=a==="post"?0:r-c,h=y=>+((1-y)/2).toFixed(4),d=y=>+(j.top+h(y)*j.height).toFixed(2),f=(y,k,_)=>l`<polyline points="${y.map((N,R)=>`${k+R+.5},${h(N)}`).join(" ")}" class="${_}" vector-effect="non-scaling-stroke"/>`,p=u?[0,u]:[c,r],g=P[n],$=t[n].at(-1),m=i((p[0]+p[1])/2),b=a==="post"?{at:m,anchor:"middle",h:e[n].at(-1)}:{at:i(u+.5),dx:-8,anchor:"end",h:e[n][0]},x=kr([...$,...b.h].map(d));return l`<text x="0" y="${j.top-30}" class="u-strong">Hidden state of ${g}, step by step</text>
    ${p[1]>p[0]&&l`<rect x="${i(p[0])}" y="${j.top-j.tab}" width="${i(p[1]-p[0])}" height="${j.height+j.tab}" class="u-fill-panel"/>
      <text x="${m}" y="${j.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(y=>l`<line x1="0" x2="100%" y1="${d(y)}" y2="${d(y)}" class="u-grid"/>
      <text x="0" y="${y>0?d(y)+12:d(y)-3}" class="u-soft">${w(y,0)}</text>`)}
    <svg x="0" y="${j.top}" width="100%" height="${j.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${$.map((y,k)=>{let _=e[n].map(N=>N[k]);return f(a==="post"?[..._,...Array(r-c).fill(_.at(-1))]:_,u,`u-alone ${ln[k]}`)})}
      <g class="veil-drift">${$.map((y,k)=>f(t[n].map(_=>_[k]),0,`u-state ${ln[k]}`))}</g>
    </svg>
    <g class="veil-drift">${$.map((y,k)=>l`${t[n].map((_,N)=>l`<circle cx="${i(N+.5)}" cy="${d(_[k])}" r="3" class="${s[n][N]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${x[k]}" text-anchor="end" class="u-halo">unit ${k+1}</text>`)}</g>
    ${o[n]>0&&b.h.map((y,k)=>l`<text x="${b.at}" dx="${b.dx??0}" y="${x[$.length+k]}" text-anchor="${b.anchor}" class="u-halo u-soft">unit ${k+1} alone</text>`)}
    ${p[1]>p[0]&&l`<text x="${m}" y="${j.top+j.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[n].map((y,k)=>l`<text x="${i(k+.5)}" y="${j.top+j.height+18}" text-anchor="middle" class="u-soft">${k?k+1:"t = 1"}</text>`)}`}function kr(t){let s=t.map((a,i)=>i).sort((a,i)=>t[a]-t[i]),n=[],o=j.top+12-15;for(let a of s)o=n[a]=Math.max(t[a]-8,o+15);let r=j.top+j.height-4;for(let a of s.toReversed())n[a]=+Math.min(n[a],r).toFixed(2),r=n[a]-15;return n}var qe=t=>t.map(e=>`    ${C(e)},`).join(`
`);function hn({series:t,names:e,units:s,window:n,stride:o,horizon:r,train:a,order:i,selected:c}){let u=e.map((d,f)=>s[f]?`${d} (${s[f]})`:d).join(", "),h=i==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${qe(t)}
], dtype=float)
window, horizon, stride, train = ${n}, ${r}, ${o}, ${a}


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
`}function dn({inputs:t,targets:e,padTo:s,where:n,masked:o}){let{W_x:r,W_h:a,b:i,V:c,c:u}=mt,h=n==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${V.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${qe(t)}
]
targets = [
${qe(e)}
]
length, where, use_mask = ${s}, "${n}", ${o?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${C(r)})
W_h = np.array(${C(a)})
b = np.array(${C(i)})
V, c = np.array(${C(c)}), ${u}


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
# states = rnn(X, mask=${o?"mask":"None"})
`}var _r={post:"after",pre:"before"},$n=({limits:t,padTo:e})=>({pad_to:q(t.pad_to,e,T(e,"step"))});function Tr(t,e,s){return l`<div class="u-controls">
    ${G(e,"pad_to",l`pad to <i>T</i>`,$n(t).pad_to)}
    ${U(e,"sequence","states of",Object.fromEntries(P.map(n=>[n,n])),P[t.sequence])}
    ${U(e,"where","zeros",_r,t.where)}
    ${rt("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${s.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${s.states}</div>
    <div class="u-loss" data-slot="loss">${s.loss}</div>
  </div>`}var Mr=(t,e)=>({grid:un(t,e),states:Sr(t),loss:Hr(t)}),pn=(t,e)=>l`(${e.map((s,n)=>[n>0&&", ",H(`${t}.${n}`,s,w(s))])})`;function Sr({hT:t,hAlone:e,drift:s}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${P.map((n,o)=>l`<tr><th scope="row">${n}</th><td>${pn(`h_alone.${n}`,e[o])}</td>
        <td>${z("drift",pn(`h_T.${n}`,t[o]))}</td>
        <td>${z("drift",l`<span class="${se(s[o])&&"u-alarm"}">${H(`drift.${n}`,s[o],_t(s[o]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function Hr({lossAll:t,lossReal:e,loss:s,lossAlone:n,masked:o,steps:r,realSteps:a}){let i=Math.max(t,e,n)||1,c=(u,h,d,f)=>l`<div class="u-meter${f&&" u-counts"}">
    <span>${d}${f&&l` <b class="veil-drift">counts</b>`}</span><b>${z("drift",H(u,h,w(h,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*h/i).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${c("loss_all",t,`over all ${r} steps`,!o)}
    ${c("loss_real",e,`over the ${a} real steps`,o)}
    ${c("loss_alone",n,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${H("loss",s,w(s,3))}.</span></p>`}function Wr({padTo:t,where:e,hAlone:s,hPlain:n}){let o=V.indexOf(Math.min(...V)),r=t-V[o];return[{key:"drift",locks:!0,moot:!1,about:{sequence:P[o],zeros:r,where:e,alone:s[o],padded:n[o]},setting:({sequence:a,zeros:i,where:c})=>`${a} with ${T(i,"zero")} ${c==="post"?"after":"before"} it`,text:l`Sequence ${P[o]} has ${V[o]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:Nr}]}function Nr({answer:t,about:e}){let{sequence:s,zeros:n,where:o,alone:r,padded:a}=e,i=p=>`(${p.map(g=>w(g)).join(", ")})`,c=r.every((p,g)=>p===a[g])?"same":"changes",u={same:"stays the same",changes:"changes"},h=t===null?`It ${u[c]}.`:t===c?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[c]}.`,d=o==="post"?`After ${T(n,"zero")}`:`With ${T(n,"zero")} before it`,f=l`${d} the state of ${s} is ${i(a)} instead of ${i(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===c,said:h,why:f}}function Ar({padTo:t,where:e,masked:s,drift:n,loss:o,lossAlone:r,pulled:a,rest:i,apart:c,apartAlone:u},h){let d=`Four sequences of ${V.slice(0,-1).join(", ")} and ${V.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(h)return`${d}, without a mask.`;let f=n.indexOf(Math.max(...n));if(s)return`${d}, with a mask: every last state equals that of the sequence alone, and the loss is ${w(o,3)} as it is without padding.`;if(n[f]===0)return`${d}, without a mask.`;let p=a?` The zeros pull every padded state toward one resting point, (${i.map(g=>w(g)).join(", ")}), whatever the sequence was: the four end at most ${_t(c)} apart, alone ${_t(u)}.`:"";return`${d}, without a mask: the last state of ${P[f]} moves most, by ${_t(n[f])}, and the loss is ${w(o,3)} where it should be ${w(r,3)}.${p}`}function qr({X:t,y:e,mask:s,states:n,errors:o,masked:r,sequence:a,center:i,spread:c,name:u}){let h=m=>m.map(b=>[].concat(b).map(x=>w(x,1)).join(", ")).join("; "),{W_x:d,W_h:f,b:p,V:g,c:$}=mt;return l`<table class="u-table">
    <caption>Sequence ${P[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,b)=>l`<tr><th scope="row">${b+1}</th><td>${s[a][b]?"yes":"no"}</td><td>${w(m,4)}</td>${n[a][b].map(x=>l`<td>${w(x,4)}</td>`)}<td>${w(e[a][b],4)}</td><td>${w(o[a][b],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${w(i,3)} and standard deviation ${w(c,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${h(d)}), W<sub>h</sub> = (${h(f)}), b = (${h([p])}), V = (${h([g])}), c = ${w($,1)}.</p>`}var Fe={};Ue(Fe,{body:()=>Gr,compute:()=>Vr,controls:()=>_n,describe:()=>ea,numbers:()=>sa,python:()=>hn,questions:()=>Kr,slots:()=>Dr});var fn=320,mn=290,Tt={x:32,bottom:264},Oe=104,Ee=.5,Rr=12;function bn(t,e){let{n:s,window:n,features:o,selected:r,cut:a,nTrain:i,nTest:c}=t,u={width:26,height:Math.min(21,180/n)},h={width:o*u.width,height:n*u.height};if(!s){let $={x:Tt.x,y:Tt.bottom-h.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${fn} ${mn}" role="img" aria-label="An empty box: no window fits">
      ${ne($,h,"u-void")}${gn(t,()=>$,h)}</svg>`}let d=i&&c?Rr:0,f=Math.min(11,(Oe-d)/s),p=$=>{let m=$*f+($>=i?d:0);return{x:Tt.x+m,y:Tt.bottom-h.height-m*Ee}},g=a.map(($,m)=>s-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${fn} ${mn}" role="img"
    aria-label="The tensor as a box: a sheet of ${n} timesteps by ${o} features for every window, X[${r}] beside it">
    <defs>${Z(`${e}-sheet`)}</defs>
    ${g.map($=>$===r?ne(p($),h,"u-slot"):Or(a[$],$,p($),h,e))}
    ${xn(p(0),h,u,n,o)}
    ${Er(t,p(r),h,u)}
    ${gn(t,p,h)}
  </svg>`}var W=t=>+t.toFixed(2),ne=({x:t,y:e},{width:s,height:n},o)=>l`<rect x="${W(t)}" y="${W(e)}" width="${s}" height="${W(n)}" class="${o}"/>`;function Or({part:t,leaks:e},s,n,o,r){return l`<g class="${s>1&&"veil-count"}">${ne(n,o,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${W(n.x)}" y="${W(n.y)}" width="${o.width}" height="${W(o.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function xn({x:t,y:e},{width:s,height:n},o,r,a){let i=Array.from({length:r-1},(u,h)=>`M${W(t)} ${W(e+(h+1)*o.height)}h${s}`),c=Array.from({length:a-1},(u,h)=>`M${W(t+(h+1)*o.width)} ${W(e)}v${W(n)}`);return l`<path d="${[...i,...c].join("")||"M0 0"}" class="u-cell-lines"/>`}function Er({series:t,X:e,features:s,selected:n,window:o},r,a,i){let c={x:Tt.x+a.width+Oe+20,y:Tt.bottom-a.height-Oe*Ee/2},h=Array.from({length:s},(p,g)=>t.map($=>$[g])).map(p=>{let g=Math.min(...p),$=Math.max(...p);return m=>W(.08+.72*($===g?.5:(m-g)/($-g)))}),d=e.flatMap((p,g)=>p.map(($,m)=>l`<rect x="${W(c.x+m*i.width)}" y="${W(c.y+g*i.height)}" width="${i.width}" height="${W(i.height)}" class="u-fill-input" fill-opacity="${h[m]($)}"/>`)),f=W(r.x+a.width);return l`<path d="M${f} ${W(r.y)}L${W(c.x)} ${W(c.y)}M${f} ${W(r.y+a.height)}L${W(c.x)} ${W(c.y+a.height)}" class="u-guide"/>
    ${d}${xn(c,a,i,o,s)}${ne(c,a,"u-sheet-chosen")}
    <text x="${W(c.x+a.width/2)}" y="${W(c.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${n}]</text>`}function gn({n:t,window:e,features:s,nTrain:n,nTest:o},r,a){let i=r(t-1),{x:c,y:u}=r(0),h=W(Math.atan(Ee)*180/Math.PI);return l`<text transform="translate(${W(c-3)} ${W(u-10)}) rotate(${-h})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${o>0&&n>0&&l`<text x="${W(i.x+a.width)}" y="${W(i.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${W(c-10)} ${W(u+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${W(c)}" y="${W(u+a.height+18)}">features d = ${s}</text>`}var Mt={top:22,height:201},J={top:269,height:168},Le=J.top+J.height;function wn(t,e){let{length:s,border:n,chosen:o,window:r,horizon:a,features:i}=t,c=d=>M(100*d/s),u=Mt.height/i,h=(d,f,p)=>l`<rect x="${c(d)}" y="${Mt.top}" width="${c(f)}" height="${J.top-Mt.top}" class="${p}"/>`;return l`<svg class="u-figure" width="100%" height="${Le+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${Z(`${e}-leak`)}</defs>
    <rect x="${c(n)}" y="0" width="${c(s-n)}" height="${Le}" class="u-fill-panel"/>
    ${o&&[h(o.start,r,"u-band-input"),h(o.start+r,a,"u-band-output")]}
    ${t.names.map((d,f)=>Lr(t,f,Mt.top+f*u,u,c))}
    ${Fr(s,c)}
    <line x1="${c(n)}" x2="${c(n)}" y1="0" y2="${Le}" class="u-split"/>
    ${o?[Ir(t,c),t.cut.map((d,f)=>Xr(t,f,c,e)),Cr(t,c)]:zr(t,c,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${T(n,"value")}</text>
    ${n<s&&l`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${s-n}</text>`}
  </svg>`}function Lr({series:t,names:e,units:s,chosen:n,window:o,length:r},a,i,c,u){let h=t.map(k=>k[a]),d=Math.min(...h),f=Math.max(...h),p=k=>+(f===d?.5:(f-k)/(f-d)).toFixed(4),g=i+21,$=c-30,m=(k,_,N)=>{let R=h.slice(k,_).map((I,F)=>`${k+F+.5},${p(I)}`);return l`<polyline points="${R.join(" ")}" class="${N}" vector-effect="non-scaling-stroke"/>`},b=(k,_,N)=>h.slice(k,_).map((R,I)=>l`<circle cx="${u(k+I+.5)}" cy="${+(g+p(R)*$).toFixed(2)}" r="2.6" class="${N}"/>`),x=n&&n.start+o,y=n&&a===0;return l`<text x="0" y="${i+13}" class="u-halo">${e[a]} <tspan class="u-soft">${yn(d)} to ${yn(f)} ${s[a]}</tspan></text>
    <svg x="0" y="${g}" width="100%" height="${$}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${n&&m(n.start,x,"u-line-input")}
      ${y&&m(x-1,n.end,"u-line-output")}
    </svg>
    ${n&&b(n.start,x,"u-dot-input")}
    ${y&&b(x,n.end,"u-dot-output")}`}var yn=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function Fr(t,e){let s=[1,5,10,20,25,50].find(o=>t/o<=6),n=Mt.top+Mt.height;return Array.from({length:Math.ceil(t/s)},(o,r)=>r*s).map(o=>l`<line x1="${e(o+.5)}" x2="${e(o+.5)}" y1="${n}" y2="${n+4}" class="u-tick"/>
      <text x="${o?e(o+.5):0}" y="${n+17}" text-anchor="${o?"middle":"start"}" class="u-soft">${o||"t = 0"}</text>`)}function Ir({selected:t,chosen:e,window:s,length:n},o){let r=Math.min(Math.max(e.start+s,.14*n),.86*n);return l`<text x="${o(r)}" dx="-5" y="${J.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${o(r)}" dx="5" y="${J.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function Xr({cut:t,n:e,selected:s,window:n,horizon:o,border:r,length:a},i,c,u){let{start:h,end:d,leaks:f}=t[i],p=Math.min(21,J.height/e),g=+(J.top+i*p).toFixed(2),$=+(p-(p>6?4:p/4)).toFixed(2),m=+(g+$/2).toFixed(2),b=Math.max(h,r),x=d<.76*a?{x:c(d),dx:6,"text-anchor":"start"}:{x:c(h),dx:-6,"text-anchor":"end"},y=Object.entries(x).map(([k,_])=>l` ${k}="${_}"`);return l`<g class="u-bar${i===s&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${c(h)}" y="${g}" width="${c(n)}" height="${$}" class="u-bar-input"/>
    <line x1="${c(h+n)}" x2="${c(d)}" y1="${m}" y2="${m}" stroke-width="${$}" class="u-bar-output"/>
    ${f&&l`<rect x="${c(b)}" y="${g}" width="${c(d-b)}" height="${$}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${p>=12&&l`<text${y} y="${m+4}" class="u-halo">${i}${f&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${g}" width="100%" height="${+p.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function Cr({cut:t,n:e},s){let n=J.top+2*Math.min(21,J.height/e)+14;return e>2&&l`<text x="${s(t[2].start)}" y="${n.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function zr({length:t,window:e,horizon:s},n,o){return l`<rect x="0" y="${J.top}" width="${n(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${n(e)}" y="${J.top}" width="${n(t-e)}" height="20" fill="url(#${o}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${J.top+42}" class="u-strong u-ink-gradient">needs ${e+s} values and does not fit</text>`}var jr={"window first":"window, then split","split first":"split, then window"};function Vr(t){let{rows:e,length:s,window:n,stride:o,horizon:r,features:a,train:i,order:c,limits:u}=t,h=Math.min(i,s),d=e.map(x=>x.slice(0,a)),f=We(t),p=f.length,g=Math.min(t.selected,Math.max(0,p-1)),$=f[g]??null,m=$&&$.start+n,b=x=>f.filter(x).length;return{series:d,length:s,window:n,stride:o,horizon:r,features:a,train:i,order:c,limits:u,border:h,cut:f,n:p,selected:g,chosen:$,names:t.names.slice(0,a),units:t.units.slice(0,a),X:$?d.slice($.start,m):[],y:$?d.slice(m,$.end).map(x=>x[0]):[],nTrain:b(({part:x})=>x==="train"),nTest:b(({part:x})=>x==="test"),nLeak:b(({leaks:x})=>x),firstLeak:f.findIndex(({leaks:x})=>x),notes:Pr(t,h)}}function Pr({length:t,window:e,horizon:s,order:n},o){return(n==="split first"?[["No training windows","training part",o],["No test windows","test part",t-o]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+s).map(([a,i,c])=>`${a}: window ${e} + horizon ${s} needs at least ${e+s} values; the ${i} has ${c}.`)}function _n({length:t,window:e,stride:s,horizon:n,features:o,train:r,limits:a,selected:i,n:c}){return{length:q(a.length,t,T(t,"value")),window:q(a.window,e,T(e,"step")),horizon:q(a.horizon,n,T(n,"step")),stride:q(a.stride,s,T(s,"step")),features:q(a.features,o,String(o)),train:q(a.train,r,T(r,"value")),selected:q([0,c-1],i,c?`X[${i}]`:"none")}}function Gr(t,e,s){let n=_n(t),o=(r,a)=>G(e,r,a,n[r]);return l`<div class="u-controls">
    ${o("length",l`series <i>N</i>`)}
    ${o("window",l`window <i class="role-input">T</i>`)}
    ${o("horizon",l`horizon <i class="role-output">H</i>`)}
    ${o("stride",l`stride <i>s</i>`)}
    ${o("features",l`features <i>d</i>`)}
    ${o("train","train part")}
    ${U(e,"order","order",jr,t.order)}
  </div>
  <div data-slot="series">${s.series}</div>
  <p class="u-key" data-slot="key">${s.key}</p>
  <div class="u-formula" data-slot="formula">${s.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${s.box}</div>
    <div class="u-slice">
      ${o("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${s.slice}</div>
    </div>
  </div>`}var Dr=(t,e)=>({series:wn(t,e),key:Br(t),formula:Yr(t),box:bn(t,e),slice:Ur(t)}),Br=({names:t,nLeak:e})=>l`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function Yr({length:t,border:e,window:s,horizon:n,stride:o,features:r,order:a,n:i,nTrain:c,nTest:u,nLeak:h,notes:d}){let f=(m,b)=>l`<tr><th scope="row">${m}</th><td>${b}</td></tr>`,p=(m,b,x,y)=>f(m,b<s+n?l`${H(x,y)} <span class="u-soft">windows: too short</span>`:l`⌊(${b} − ${s} − ${n}) / ${o}⌋ + 1 = ${z("count",l`<b>${H(x,y)}</b>`)}`),g=l`${H("n_train",c)} train, <span class="${h>0&&"u-alarm"}">${H("n_leak",h)} of them
    ${h===1?"leaks":"leak"}</span>; ${H("n_test",u)} test`,$=m=>`(${m}, ${s}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[p("train",e,"n_train",c),p("test",t-e,"n_test",u)]:[p("all",t,"n",i),f("split",z("leak",g))]}${f("shapes",z("leak",l`X_train <b>${$(c)}</b>, X_test <b>${$(u)}</b>`))}</tbody></table>
    ${d.length>0&&l`<p class="u-note" role="note">${d.join(" ")}</p>`}`}var vn=t=>w(t,Math.abs(t)<1e4?1:0);function Ur({names:t,units:e,X:s,y:n,window:o,features:r,horizon:a,selected:i,chosen:c}){if(!c)return l`<p class="u-soft">No window, so nothing to show.</p>`;let u=c.start+o;return l`<table class="u-table">
    <caption>X[${i}] has shape (${o}, ${r}), y[${i}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((h,d)=>l`<th scope="col">${h} <span class="u-soft">${e[d]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${s.map((h,d)=>l`<tr><th scope="row">${c.start+d}</th>${h.map((f,p)=>l`<td>${H(`X.${d}.${p}`,f,vn(f))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${n.map((h,d)=>l`<tr><th scope="row">${u+d}</th><td>${H(`y.${d}`,h,vn(h))}</td></tr>`)}</tbody>
  </table>`}function Kr({length:t,window:e,horizon:s,stride:n,train:o,order:r,nLeak:a}){let i={length:t,window:e,horizon:s,stride:n,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!kt(t,e,s,n),about:i,setting:kn,text:l`A series has ${t} values. Windows of ${T(e,"step")}, each followed by ${T(s,"target")}, start every
        ${n===1?"step":`${n} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Zr},{key:"leak",moot:!a,about:{...i,train:o},setting:kn,text:l`The windows were cut first, and those that start before value ${o} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:Qr}]}var kn=({length:t,window:e,horizon:s,stride:n,train:o})=>`N = ${t}, T = ${e}, H = ${s}, s = ${n}${o?` and ${T(o,"training value")}`:""}`,Jr=[[({length:t,window:e,horizon:s,stride:n})=>Math.floor((t-e-s)/n),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:s})=>kt(t,e,0,s),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:s})=>kt(t,e,s),"That is the count for stride 1."]];function Zr({answer:t,about:e}){let{length:s,window:n,horizon:o,stride:r}=e,a=kt(s,n,o,r),i=(a-1)*r,c=`The last start that still fits is ${i}: its ${n+o} values end at ${i+n+o-1}, and the series ends at ${s-1}. With starts 0, ${r}, …, ${i} that makes ${i} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${T(a,"window")}.`,why:c};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:c};let u=Jr.find(([h])=>h(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${u} ${c}`}}function Qr({answer:t,about:e}){let s=We(e),n=s.flatMap(({leaks:c},u)=>c?[u]:[]),o=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=n,i=`X[${a}] and its targets cover values ${s[a].start} to ${s[a].end-1}; the test part begins at ${o}. ${T(n.length,"training window")} ${n.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:i}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:i}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${ta(s,t,a,o)} ${i}`}}function ta(t,e,s,n){let o=t[e];return o?o.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>s?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${o.end-1}, before ${n}.`:`There are only X[0] to X[${t.length-1}].`}function ea({length:t,features:e,window:s,stride:n,horizon:o,n:r,nLeak:a,nTrain:i,nTest:c,order:u,selected:h,chosen:d,notes:f},p){let g=`A series of ${t} timesteps and ${T(e,"feature")}`;if(!r)return`${g}. ${f.join(" ")}`;let $=`windows of ${T(s,"timestep")} that start every ${n===1?"step":`${n} steps`}, each with its next ${T(o,"value")} as target`;if(p==="count")return`${g}, to be cut into ${$}.`;let m=u==="split first"?`split and then cut into ${i} training and ${c} test`:`cut into ${r}`,b=p==="leak"?"":a?` ${a} of the ${T(i,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",x=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${T(s,"training value")} as inputs.`:"";return`${g}, ${m} ${$}. X[${h}] starts at timestep ${d.start}.${b}${x}`}function sa({cut:t,window:e,horizon:s}){let n=(o,r)=>r===1?String(o):`${o} to ${o+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:o,part:r,leaks:a},i)=>l`<tr><th scope="row">X[${i}]</th><td>${n(o,e)}</td><td>${n(o+e,s)}</td><td>${r}</td><td>${z("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var Tn={windows:Fe,padding:Re},gt=t=>Tn[t.mode],Mn={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...Tn[t.mode].compute({...t,rows:na(t)}),mode:t.mode,state:t}},body:(t,e,s)=>gt(t).body(t,e,s),slots:(t,e)=>gt(t).slots(t,e),controls:t=>gt(t).controls(t),questions:t=>gt(t).questions(t),describe:(t,e)=>gt(t).describe(t,e),numbers:t=>gt(t).numbers(t),python:t=>gt(t).python(t)};function na({series:t,names:e,length:s}){let n=e.length,o=(r,a)=>t.getFloat64(8*(r*n+a),!0);return Array.from({length:s},(r,a)=>e.map((i,c)=>o(a,c)))}var ht=t=>String(t).replace("-","−");function oe(t,e=2){let s=w(t,e);return t===0?"0":Number(s)===0?"≈0":t>0?`+${s}`:s}var Sn=t=>`(${t.map(e=>oe(e)).join(", ")})`,Hn=({features:t,units:e,n_parameters:s,timesteps:n})=>l`<p class="u-heading">Parameters</p>
  <p class="u-law">${z("count",l`<span class="u-term"><i>d</i> <i>h</i> + <i>h</i>² + <i>h</i></span>
    <span class="u-term">= ${t} · ${e} + ${e}² + ${e} = <b>${H("n_parameters",s)}</b></span>`)}</p>
  <p class="u-soft veil-count">in W<sub>x</sub>, W<sub>h</sub> and b, for T = ${n} as for any other T.</p>`;function Wn({features:t,units:e,timesteps:s,unfolded:n,H:o,t:r,n_parameters:a},i){let c=i==="count"?"":`, ${a} parameters in all`,u=n?`unrolled over ${T(s,"timestep")}`:`drawn as one cell with its loop, at timestep ${r} of ${s}`,h=n&&r<s?`, and at t = ${s} it is ${Sn(o.at(-1))}`:"";return`A SimpleRNN with ${T(t,"feature")} and ${T(e,"unit")}${c}, ${u}. At t = ${r} its state is ${Sn(o[r-1])}${h}.`}function Nn({x:t,A:e,H:s,W_x:n,W_h:o,b:r}){let a=(u,h)=>h.map((d,f)=>l`<th scope="col">${u}${h.length>1&&l` [${f+1}]`}</th>`),i=u=>u.map(h=>l`<td>${w(h,4)}</td>`),c=u=>u.map(h=>[h].flat().map(ht).join(", ")).join("; ");return l`<table class="u-table">
    <caption>Every timestep: input, pre-activation and state of each unit</caption>
    <thead><tr><th scope="col">t</th>${a(l`X<sub>t</sub>`,t[0])}${a(l`A<sub>t</sub>`,r)}${a(l`H<sub>t</sub>`,r)}</tr></thead>
    <tbody>${t.map((u,h)=>l`<tr><th scope="row">${h+1}</th>${i(u)}${i(e[h])}${i(s[h])}</tr>`)}</tbody>
  </table>
  <p class="u-soft">A<sub>t</sub> = X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b and H<sub>t</sub> = tanh(A<sub>t</sub>), from H<sub>0</sub> = 0,
    with W<sub>x</sub> = (${c(n)}), W<sub>h</sub> = (${c(o)}), b = (${c([r])}); rows end at semicolons, column j is unit j.</p>`}var nt={top:2,pitch:66,zero:41,reach:23},Ie=30,Lt=42,oa=40,Et=22,qn=6,Xe={left:.5,right:.3},Ce=.54,ra=.45,Rn=({units:t,features:e})=>{let s=nt.top+t*nt.pitch,n=s+Ie+Lt+oa;return{lanes:s,cell:s+Ie,middle:s+Ie+Lt/2,input:n,height:n+e*Et+20}};function On(t){let{timesteps:e,unfolded:s,t:n}=t,o=Rn(t),r=s?`The chain of ${e} cells with their inputs and states`:`The cell with its loop at timestep ${n}`;return l`<svg class="u-figure${e>qn&&s&&" u-many"}" width="100%" height="${o.height}" role="img" aria-label="${r}">
    ${(s?aa:ia)(t,o)}
  </svg>`}function En(t){let{timesteps:e,unfolded:s,t:n}=t;if(!s)return null;let{x:o,center:r,cell:a}=Ln(e);return l`<svg width="100%" height="100%" aria-hidden="true">
    <rect x="${o(r(n)-.5)}" y="0" width="${o(1)}" height="100%" rx="8" class="u-fill-panel"/>
    <rect x="${o(r(n)-a/2)}" y="${Rn(t).cell}" width="${o(a)}" height="${Lt}" rx="8" class="u-ring"/>
  </svg>`}function Ln(t){let e=100/(Math.max(t,4)+Xe.left+Xe.right);return{x:s=>M(s*e),center:s=>Xe.left+s-.5,cell:t>qn?ra:Ce}}function aa(t,e){let{timesteps:s}=t,{x:n,center:o,cell:r}=Ln(s),a=Array.from({length:s},(c,u)=>u+1),i=c=>{let u=c>1?o(c-1)+r/2:.12,h=o(c)-r/2;return l`<g class="u-w-h">${ua(n(u),n(h),e.middle)}
      <text x="${n((u+h)/2)}" y="${e.middle-9}" text-anchor="middle">${bt("W","h")}</text></g>`};return l`${Fn(t,"0",n(o(s)+.5))}
    ${a.map(i)}
    <text x="0" y="${e.middle+17}" class="u-soft">${bt("H",0)}</text>
    <text x="0" y="${e.middle+31}" class="u-soft">= 0</text>
    ${a.map(c=>In(t,e,c,{at:n(o(c)),cell:[n(o(c)-r/2),n(r)],bar:[n(o(c)-Ce/2),n(Ce)]}))}
    ${a.map(c=>l`<rect x="${n(o(c)-.5)}" y="0" width="${n(1)}" height="${e.height}" rx="8" class="u-hit" data-pick="t" data-to="${c}"/>`)}`}function ia(t,e){let{t:s,before:n,units:o}=t,r={at:"44%",cell:["34%","20%"],bar:["34%","20%"]},{middle:a}=e,i={left:62,width:56,height:18*o+12},c=a-i.height/2;return l`${Fn(t,"24%","64%")}
    <svg x="54%" y="0" width="1" height="1" overflow="visible">
      <g class="u-loop">${An(`M0 ${a-12}H${i.left}`)}${ze(`translate(${i.left} ${a-12})`)}</g>
      <g class="u-w-h">${An(`M${i.left} ${a+12}H6`)}${ze(`translate(1 ${a+12}) rotate(180)`)}
        <text x="32" y="${a+30}" text-anchor="middle">${bt("W","h")}</text></g>
      <rect x="${i.left}" y="${c}" width="${i.width}" height="${i.height}" rx="6" class="u-kept"/>
      ${n.map((u,h)=>l`<text x="${i.left+i.width/2}" y="${c+19+18*h}" text-anchor="middle" data-value="H_before.${h+1}" data-exact="${u}">${oe(u)}</text>`)}
      <text x="${i.left+i.width/2}" y="${c-7}" text-anchor="middle" class="u-strong">${bt("H",s-1)}</text>
      <text x="${i.left+i.width/2}" y="${c+i.height+15}" text-anchor="middle" class="u-soft">kept</text>
    </svg>
    ${In(t,e,s,r)}`}function Fn({units:t},e,s){return Array.from({length:t},(n,o)=>{let r=nt.top+o*nt.pitch;return l`<line x1="${e}" x2="${s}" y1="${r+nt.zero}" y2="${r+nt.zero}" class="u-grid"/>
      <text x="0" y="${r+12}" class="u-soft">unit ${o+1}</text>`})}function In({x:t,H:e},s,n,{at:o,cell:r,bar:a}){let i=s.cell+Lt;return l`<g class="u-w-x"><line x1="${o}" x2="${o}" y1="${s.input}" y2="${i+6}" class="u-line-input"/>${je(o,i,-90)}
      <text x="${o}" dx="6" y="${i+26}" class="u-ink-input">${bt("W","x")}</text></g>
    <line x1="${o}" x2="${o}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double"/>
    <line x1="${o}" x2="${o}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double-gap"/>${je(o,s.lanes+4,-90)}
    <text x="${o}" dx="7" y="${s.lanes+21}">${bt("H",n)}</text>
    <rect x="${r[0]}" y="${s.cell}" width="${r[1]}" height="${Lt}" rx="8" class="u-cell-box"/>
    <text x="${o}" y="${s.middle+4}" text-anchor="middle" class="u-cell-name">tanh</text>
    ${e[n-1].map((c,u)=>ca(c,u,n,o,a))}
    ${t[n-1].map((c,u)=>la(c,u,n,s,o,a))}
    <text x="${o}" y="${s.input+t[0].length*Et+15}" text-anchor="middle" class="u-ink-input">${bt("X",n)}</text>`}function ca(t,e,s,n,[o,r]){let a=nt.top+e*nt.pitch+nt.zero,i=+(nt.reach*Math.abs(t)).toFixed(2);return l`<rect x="${o}" y="${t>0?+(a-i).toFixed(2):a}" width="${r}" height="${i}" class="${t>0?"u-fill-positive":"u-fill-negative"}"/>
    <text x="${n}" y="${t<0?a-5:a+15}" text-anchor="middle" data-value="H.${s}.${e+1}" data-exact="${t}">${Xn(oe(t))}</text>`}function la(t,e,s,n,o,[r,a]){let i=n.input+e*Et,c=t<0?"u-fill-negative":"u-fill-positive";return l`<rect x="${r}" y="${i}" width="${a}" height="${Et-2}" class="${c}" fill-opacity="${(.2*Math.abs(t)).toFixed(3)}"/>
    <rect x="${r}" y="${i}" width="${a}" height="${Et-2}" class="u-input-box"/>
    <text x="${o}" y="${i+15}" text-anchor="middle" data-value="X.${s}.${e+1}" data-exact="${t}">${Xn(ht(t))}</text>`}function Xn(t){let[e,s]=t.split("0.");return s===void 0?t:l`${e}<tspan class="u-zero">0</tspan>.${s}`}var bt=(t,e)=>l`<tspan class="u-letter">${t}</tspan><tspan dy="3" class="u-index">${e}</tspan>`,An=t=>l`<path d="${t}" class="u-double"/><path d="${t}" class="u-double-gap"/>`,ze=t=>l`<path d="M0 0L-9 -5.5V5.5Z" transform="${t}" class="u-head"/>`,je=(t,e,s)=>l`<svg x="${t}" y="${e}" width="1" height="1" overflow="visible">${ze(`rotate(${s})`)}</svg>`,ua=(t,e,s)=>l`<g transform="translate(-5 0)"><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double"/><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double-gap"/></g>${je(e,s,0)}`;var Cn=({x:t,W_x:e,W_h:s,b:n,features:o,units:r,timesteps:a})=>`import numpy as np

X = np.array(${C(t)}, dtype=float)  # (timesteps, features) = (${a}, ${o})
W_x = np.array(${C(e)}, dtype=float)  # (features, units) = (${o}, ${r})
W_h = np.array(${C(s)}, dtype=float)  # (units, units)
b = np.array(${C(n)}, dtype=float)  # (units,)

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
# layer.build((None, None, ${o}))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(X[None])[0], H, atol=1e-10)
# assert layer.count_params() == n_parameters
`;function zn({features:t,units:e,timesteps:s,x:n,moved:o}){return[{key:"count",locks:!0,moot:!1,about:{features:t,units:e},setting:({features:r,units:a})=>`d = ${r} and h = ${a}`,text:l`This network has ${T(t,"feature")} and ${T(e,"unit")}, and reads T = ${T(s,"timestep")}.
        <strong>How many parameters does it have when T doubles, from ${s} to ${2*s}?</strong>`,label:"parameters",verdict:da},{key:"reach",moot:s<3||n[0].every(r=>r===0)||o.includes(0),about:{timesteps:s,moved:o},setting:({timesteps:r})=>`T = ${r} and the numbers as they were`,text:l`We set the first input, X<sub>1</sub>, to 0 and change nothing else. <strong>Which states become different?</strong>`,choices:{one:l`Only H<sub>1</sub>`,two:l`H<sub>1</sub> and H<sub>2</sub>`,all:l`All, H<sub>1</sub> to H<sub>${s}</sub>`},verdict:$a}]}var ha=[[(t,e)=>t*e+e*e,"The biases are missing: each unit has one."],[(t,e)=>t*e+e*e+1,"There is one bias for each unit, not one for all."],[(t,e)=>t*e+e*e+2*e,"That gives each unit two biases, as PyTorch does; here, as in Keras, it has one."],[(t,e)=>t*e+e,l`That leaves out W<sub>h</sub>, the weights from state to state.`],[(t,e)=>e*e+e,l`That leaves out W<sub>x</sub>, the weights of the input.`],[(t,e)=>t*e+2*e,l`That gives each unit one recurrent weight; W<sub>h</sub> has one from every unit to every unit.`]];function da({answer:t,about:e}){let{features:s,units:n}=e,o=s*n+n*n+n,r=l`W<sub>x</sub> has ${s} · ${n}, W<sub>h</sub> ${n} · ${n} and b ${n} numbers: ${s*n} + ${n*n} + ${n} = ${o}.
    There is no T in it: every timestep uses the same ones. Move T and see what stays.`;if(t===null)return{right:null,said:`${T(o,"parameter")}, as before.`,why:r};if(t===o)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:r};let a=ha.find(([u])=>u(s,n)===t)?.[1],i=t/o,c=Number.isInteger(i)&&i>1&&`${t} is ${i===2?"twice":`${i} times`} ${o}, as if the added timesteps brought weights of their own.`;return{right:!1,said:`You said ${t}; it is ${o}.`,why:l`${c||a} ${r}`}}var pa={one:"only H₁",two:"H₁ and H₂"};function $a({answer:t,about:e}){let{timesteps:s,moved:n}=e,o=l`H<sub>1</sub> changes by ${Ve(n[0])}, H<sub>2</sub> by ${Ve(n[1])}, and H<sub>${s}</sub> still by ${Ve(n[s-1])}.
    X<sub>1</sub> enters H<sub>1</sub>, and every state enters the next through W<sub>h</sub>: the state is the memory. Set X<sub>1</sub> to 0 and see.`;return t===null?{right:null,said:"All of them.",why:o}:t==="all"?{right:!0,said:"You said all of them, and so it is.",why:o}:{right:!1,said:`You said ${pa[t]}; it is all of them.`,why:o}}var Ve=t=>t>=5e-4?w(t,3):String(+t.toPrecision(1)).replace("-","−");var St=3;function Pn({t,terms:e,A:s,H:n}){let o=l`<i>X</i><sub>${t}</sub>`,r=l`<i>H</i><sub>${t-1}</sub>`,a=l`<i>A</i><sub>${t}</sub>`,i=l`<i>H</i><sub>${t}</sub>`,c=l`<i>W</i><sub>x</sub>`,u=l`<i>W</i><sub>h</sub>`,h=(f,p,g,$)=>l`<tr class="${f}"><th scope="row">${p}</th><td>${g}</td><td>${$}</td></tr>`,d=({input:f,state:p,bias:g},$)=>{let m=s[t-1][$],b=n[t-1][$];return l`<tbody>
      <tr><th scope="rowgroup" colspan="3">unit ${$+1}</th></tr>
      ${h("role-input",l`${o} ${c}`,Vn(f,ht),w(jn(f),St))}
      ${h("role-hidden",l`${r} ${u}`,Vn(p,x=>x===0?"0":w(x,St)),w(jn(p),St))}
      ${h("",l`<i>b</i>`,"",ht(g))}
      ${h("u-total",a,"their sum",H(`A.${t}.${$+1}`,m,w(m,St)))}
      ${h("u-result",i,l`tanh(${w(m,St)})`,H(`H_t.${$+1}`,b,w(b,St)))}
    </tbody>`};return l`<p class="u-law">${i} = tanh(<span class="role-input">${o} ${c}</span> + <span class="role-hidden">${r} ${u}</span> + <i>b</i>)</p>
    <table>${e.map(d)}</table>
    <p class="u-soft">Shown rounded, computed with all digits.</p>`}var jn=t=>t.reduce((e,{product:s})=>e+s,0),Vn=(t,e)=>t.map(({value:s,weight:n},o)=>{let r=e(s),a=r.startsWith("−"),i=o===0?"":a?"− ":"+ ",c=o>0&&a?r.slice(1):r;return l`<span class="u-term">${i}${c} · ${n<0?`(${ht(n)})`:ht(n)}</span> `});var fa={W_x:l`<i class="role-input">W<sub>x</sub></i>`,W_h:l`<i class="role-hidden">W<sub>h</sub></i>`,b:l`<i>b</i>`},Gn={kind:"UnrollRNN",title:"One cell, unrolled",lead:"One cell is used at every timestep, with the same weights each time.",traits:["limits","initial","predictions","timesteps","features","units","t","unfolded","x","W_x","W_h","b"],compute(t){let{timesteps:e,features:s,units:n,unfolded:o,limits:r}=t,a=t.x.slice(0,e).map(b=>b.slice(0,s)),i=t.W_x.slice(0,s).map(b=>b.slice(0,n)),c=t.W_h.slice(0,n).map(b=>b.slice(0,n)),u=t.b.slice(0,n),h=new Q({W_x:i,W_h:c,b:u}),{A:d,H:f,H0:p}=h.forward(a),g=h.forward(a.with(0,a[0].map(()=>0))).H,$=Math.min(t.t,e),m=$>1?f[$-2]:p;return{timesteps:e,features:s,units:n,unfolded:o,limits:r,x:a,W_x:i,W_h:c,b:u,A:d,H:f,t:$,before:m,terms:u.map((b,x)=>({input:a[$-1].map((y,k)=>({value:y,weight:i[k][x],product:y*i[k][x]})),state:m.map((y,k)=>({value:y,weight:c[k][x],product:y*c[k][x]})),bias:b})),n_parameters:s*n+n*n+n,moved:f.map((b,x)=>Math.max(...b.map((y,k)=>Math.abs(y-g[x][k]))))}},controls({timesteps:t,features:e,units:s,t:n,limits:o}){return{timesteps:q(o.timesteps,t,String(t)),features:q(o.features,e,String(e)),units:q(o.units,s,String(s)),t:q([1,t],n,`${n} of ${t}`)}},body(t,e,s){let n=this.controls(t),o=(r,a)=>G(e,r,a,n[r]);return l`<div class="u-controls">
      ${o("timesteps",l`timesteps <i>T</i>`)}
      ${o("features",l`features <i>d</i>`)}
      ${o("units",l`units <i>h</i>`)}
      ${rt("unfolded","Unfolded",t.unfolded)}
    </div>
    <div class="u-stage">
      <div data-slot="chosen">${s.chosen}</div>
      <div data-slot="chain">${s.chain}</div>
    </div>
    <p class="u-key"><b class="role-input">Dashed:</b> the input, every time through the same W<sub>x</sub>.
      <b class="role-hidden">Double:</b> the hidden state, every time through the same W<sub>h</sub>.
      Bars: its units, <b class="u-plus">up</b> for positive and <b class="u-minus">down</b> for negative.</p>
    <div class="u-controls u-scrub">${o("t",l`timestep <i>t</i>`)}</div>
    <div class="u-pair">
      <div class="u-step" data-slot="step">${s.step}</div>
      <div>
        <div class="u-given">
          <div class="u-controls" data-slot="x">${s.x}</div>
          <div class="u-controls" data-slot="weights">${s.weights}</div>
        </div>
        <div class="u-formula" data-slot="count">${s.count}</div>
      </div>
    </div>`},slots:t=>({chosen:l`${En(t)}`,chain:On(t),step:Pn(t),x:ce("x",l`<i class="role-input">X</i>`,t.x,t.limits.x),weights:l`${Object.entries(fa).map(([e,s])=>ce(e,s,t[e],t.limits[e]))}`,count:Hn(t)}),questions:zn,describe:Wn,numbers:Nn,python:Cn};var ma=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],xt=20;function Dn(t,e,s){let n=getComputedStyle(t),o=[...t.querySelectorAll("svg.u-figure")],r=p=>Math.max(0,-p.getBBox().x),a=Math.max(...o.map(p=>p.getBoundingClientRect().width+r(p))),i=xt,c=(p,g,$)=>ba(p,`${$} ${g}px ${n.fontFamily}`,a).map(m=>(i+=1.4*g,`<text x="${xt}" y="${i}" font-family="${wt(n.fontFamily)}" font-size="${g}" font-weight="${$}" fill="${n.color}">${wt(m)}</text>`)),u=p=>{let g=p.getBoundingClientRect(),$=p.viewBox.baseVal?.width||g.width,{y:m,height:b}=p.getBBox();i+=xt;let x={x:xt+r(p),y:i,width:g.width,height:b*g.width/$,viewBox:`0 ${m} ${$} ${b}`,overflow:"visible"};i+=x.height;let y=xa(p);for(let[k,_]of Object.entries(x))y.setAttribute(k,_);return new XMLSerializer().serializeToString(y)},h=p=>{let g=p.previousElementSibling??p.parentElement.previousElementSibling;return g?.matches(".u-heading")?(i+=xt/2,c(g.innerText,12.5,400)):[]},d=[c(e,16,600),c(ga(t),12.5,400),o.flatMap(p=>[h(p),u(p)]).flat(),c(t.querySelector(".u-key").innerText,12.5,400)].flat(),f={width:a+2*xt,height:i+xt};return`<svg xmlns="http://www.w3.org/2000/svg" width="${f.width}" height="${f.height}" viewBox="0 0 ${f.width} ${f.height}">
<title>${wt(e)}</title><desc>${wt(s)}</desc>
<rect width="100%" height="100%" fill="${n.backgroundColor}"/>
${d.join(`
`)}
</svg>`}function ga(t){let e=o=>o.textContent.trim(),s=({value:o,dataset:r},a)=>{let[,i]=JSON.parse(r.at);return`${a===0?"":i===0?"; ":", "}${o.replace("-","−")}`},n={"u-range":o=>`${e(o.querySelector("label"))}: ${e(o.querySelector(".u-amount"))}`,"u-choice":o=>`${e(o.querySelector("legend"))}: ${e(o.querySelector(":checked + span"))}`,"u-fields":o=>`${e(o.querySelector("legend"))}: ${[...o.querySelectorAll("input")].map(s).join("")}`,"u-toggle":o=>`${e(o)}: ${o.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(o=>n[o.className](o)).join(", ")}function ba(t,e,s){let n=document.createElement("canvas").getContext("2d");return n.font=e,t.split(/\s+/).reduce((o,r)=>{let a=`${o.at(-1)??""} ${r}`.trim();return o.length&&n.measureText(a).width<=s?[...o.slice(0,-1),a]:[...o,r]},[])}function xa(t){let e=t.cloneNode(!0),s=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((n,o)=>{let r=getComputedStyle(s[o]);(r.visibility==="hidden"||r.display==="none")&&n.setAttribute("display","none");for(let a of ma)n.setAttribute(a,r.getPropertyValue(a));r.transform!=="none"&&n.setAttribute("transform",r.transform),n.removeAttribute("class")}),e}function Bn(t,e){let s=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:s,download:t}).click(),URL.revokeObjectURL(s)}var Un={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},Kn=["numbers","python"],Pe="Answer or skip the question first";function Jn(t,e,s="u"){let n=t.compute(e);return Zn(t,e,n,Ge(t,e,n,s),s).toString()}function Ge(t,e,s,n){let o=t.questions(s),r=Pt(o,e.predictions);return{locked:!!r?.locks,veil:ge(o,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:ms(n,o,e.predictions),caption:l`${t.describe(s,r?.key)}`,...t.slots(s,n)}}}function Zn(t,e,s,{locked:n,veil:o,slots:r},a){let i=([c,u])=>l`<button type="button" data-action="${c}"${c==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}${Kn.includes(c)&&l` aria-disabled="${n}" title="${n?Pe:""}"`}>${u}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${o}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Un).map(i)}</div>
    </header>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    ${t.modes&&l`<div class="u-modes">${U(a,"mode","View",t.modes,e.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${n&&l` disabled`}>${t.body(s,a,r)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}var Yn=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function Qn(t,{model:e,el:s}){let n=`u${Math.random().toString(36).slice(2,10)}`,o=()=>Object.fromEntries(t.traits.map(v=>[v,e.get(v)])),r=new AbortController,a=(v,S)=>m.addEventListener(v,S,{signal:r.signal}),i=o(),c=t.compute(i),u=Ge(t,i,c,n),h=0,d=0,f=0,p=!1,g=null,$=null;s.innerHTML=Zn(t,i,c,u,n);let m=s.firstElementChild,b=v=>m.querySelector(v);function x(){cancelAnimationFrame(h),h=0;let v=i.mode;i=o(),c=t.compute(i);let S=u.slots;u=Ge(t,i,c,n);let{locked:E,veil:Ht,slots:ae}=u;p&&(ae.ask=S.ask);let De=b("[data-body]"),ie=$??b(":focus")?.id;$=null,m.dataset.veil!==Ht&&(m.dataset.veil=Ht),De.disabled=E,i.mode!==v&&(De.innerHTML=t.body(c,n,ae));for(let[Wt,Ye]of Object.entries(ae))Yn(S[Wt])!==Yn(Ye)&&(b(`[data-slot="${Wt}"]`).innerHTML=Ye);ie&&b(":focus")?.id!==ie&&b(`#${ie}`)?.focus(),F(!E&&!b("[data-slot=numbers]").hidden);for(let Wt of Kn)b(`[data-action=${Wt}]`).ariaDisabled=String(E),b(`[data-action=${Wt}]`).title=E?Pe:"";b(".u-code").hidden=!0,Ze(m,t.controls(c),i),b(".u-fault").hidden=!0;let Be=g&&b(`[data-verdict="${g}"]`);g=null,Be?.focus(),k((Be??b("[data-slot=caption]")).textContent)}function y(){h||=requestAnimationFrame(x)}function k(v){clearTimeout(f),f=setTimeout(()=>b(".u-live").textContent=v,400)}function _(v){for(let[S,E]of Object.entries(v))e.set(S,E);e.save_changes(),!d&&(x(),d=requestAnimationFrame(()=>d=0))}function N({dataset:v},...S){$=v.then??null,_(t.edits[v.edit](c,...JSON.parse(v.with??"[]"),...S))}function R(v,S){v.ariaInvalid="true",b(".u-fault").textContent=S,b(".u-fault").hidden=!1}function I(v){let{key:S,about:E}=Pt(t.questions(c),i.predictions);g=S,_({predictions:{...i.predictions,[S]:{answer:v,about:E}}})}function F(v){let S=b("[data-slot=numbers]"),E=b("[data-action=numbers]");!v&&S.hidden||(S.hidden=!v,S.innerHTML=v?t.numbers(c):"",E.ariaExpanded=String(v),E.textContent=v?"Hide numbers":Un.numbers)}let dt={numbers(){F(b("[data-slot=numbers]").hidden)},async python(){let v=b(".u-code");v.value=t.python(c);try{await navigator.clipboard.writeText(v.value),yt("python","Python copied")}catch{v.hidden=!1,v.focus(),v.select(),k("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){Bn(`${t.kind}.svg`,Dn(m,t.title,b("[data-slot=caption]").textContent)),yt("svg","SVG saved")},reset(){_({...i.initial,predictions:{}}),yt("reset","Reset done")}};function yt(v,S){let E=b(`[data-action=${v}]`);E.dataset.done="",E.addEventListener("animationend",()=>delete E.dataset.done,{once:!0}),k(S)}a("input",({target:v})=>{let{trait:S}=v.dataset;if(v.dataset.edit&&N(v,v.type==="checkbox"?v.checked:v.value),!S)return;let E=v.type==="number"&&es(v);E?R(v,E):_({[S]:Qe(v,e.get(S))})}),a("focusout",({target:v})=>v.ariaInvalid==="true"&&x()),a("keydown",v=>{let{target:S,key:E}=v,Ht={PageUp:5,PageDown:-5}[E];S.type!=="range"||!Ht||(v.preventDefault(),S.value=Number(S.value)+Ht*Number(S.step),S.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",v=>{v.preventDefault(),I(v.target.querySelector("input").valueAsNumber)}),a("click",({target:v})=>{let S=v.closest("button"),E=v.closest("[data-pick]");S?.ariaDisabled==="true"?(b(".u-question :is(input, button)").focus(),k(Pe)):S?.dataset.action?dt[S.dataset.action]():S?.dataset.answer?I(S.dataset.answer):S&&"skip"in S.dataset?I(null):S?.dataset.edit?N(S):E&&!u.locked&&_({[E.dataset.pick]:JSON.parse(E.dataset.to)})}),a("pointerdown",({target:v})=>p=v.type==="range");for(let v of["pointerup","pointercancel"])window.addEventListener(v,()=>{p&&y(),p=!1},{signal:r.signal});let A=t.traits.map(v=>`change:${v}`);for(let v of A)e.on(v,y);return()=>{r.abort(),cancelAnimationFrame(h),cancelAnimationFrame(d),clearTimeout(f);for(let v of A)e.off(v,y);s.replaceChildren()}}var ya=[Mn,Gn,sn,_s,Is],re=Object.fromEntries(ya.map(t=>[t.kind,t])),wa=t=>re[t.kind].compute(t),Ml=t=>re[t.kind].python(wa(t)),Sl=(t,e)=>Jn(re[t.kind],t,e),Hl={render:({model:t,el:e})=>Qn(re[t.get("kind")],{model:t,el:e})};export{wa as compute,Hl as default,Sl as prerender,Ml as python};
