var Qa=Object.defineProperty;var fn=(t,e)=>{for(var s in e)Qa(t,s,{get:e[s],enumerable:!0})};var Ee=class{constructor(e){this.text=e}toString(){return this.text}},tr={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},Kt=t=>String(t).replace(/[&<>"']/g,e=>tr[e]);function mn(t){return t instanceof Ee?t.text:Array.isArray(t)?t.map(mn).join(""):t==null||t===!1?"":Kt(t)}function c(t,...e){return new Ee(t.reduce((s,n,o)=>s+mn(e[o-1])+n))}function w(t,e=2){let s=t.toFixed(e);return(Number(s)===0?s.replace("-",""):s).replace("-","−")}var Pt=t=>String(t).replace(/[-\d]/g,e=>e==="-"?"⁻":"⁰¹²³⁴⁵⁶⁷⁸⁹"[e]),Wt=t=>String(+t.toPrecision(3));function j(t){let e=Math.floor(t),s=(10**(t-e)).toFixed(2);return s==="10.00"&&(e+=1,s="1.00"),-5<e&&e<4?Wt(10**t):`${s} × 10${Pt(e)}`}var ot=t=>String(t).replace("-","−");function Y(t,e=2){let s=w(t,e);return t===0?"0":Number(s)===0?"≈0":t>0?`+${s}`:s}var T=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function W(t,e,s=String(e)){return c`<span class="u-value" data-value="${t}" data-exact="${e}">${s}</span>`}var L=([t,e],s,n,o=1)=>({min:t,max:e,value:s,text:n,step:o,disabled:t>e});function z(t,e,s,{min:n,max:o,value:a,text:r,step:i,disabled:l}){return c`<div class="u-range">
    <label for="${t}-${e}">${s}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${r}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${n}" max="${o}" step="${i}"
      value="${a}" style="--u-at:${gn(n,o,a)}" aria-valuetext="${r}"${l&&c` disabled`}>
  </div>`}var gn=(t,e,s)=>e>t?(s-t)/(e-t):0;function J(t,e,s,n,o,a=null){return c`<fieldset class="u-choice">
    <legend>${s}</legend>
    <div class="u-segments">${Object.entries(n).map(([r,i])=>c`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${a&&c` data-edit="${a}"`}${r===String(o)&&c` checked`}><span>${i}</span></label>`)}</div>
  </fieldset>`}function Nt(t,e,s){return c`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${s&&c` checked`}><span>${e}</span></label>`}function us(t,e,s,[n,o],a=.1){let r=s.map(l=>[l].flat()),i=(l,u,d)=>{let h=Array.isArray(s[u])?[u,d]:[u],p=h.length>1?`${t} row ${u+1} column ${d+1}`:`${t} ${u+1}`;return c`<input type="number" data-trait="${t}" data-at="${JSON.stringify(h)}" aria-label="${p}"
      min="${n}" max="${o}" step="${a}" required autocomplete="off" value="${l}">`};return c`<fieldset class="u-fields" style="grid-template-columns:repeat(${r[0].length},auto)">
    <legend>${e}</legend>${r.map((l,u)=>l.map((d,h)=>i(d,u,h)))}</fieldset>`}function bn(t,e,s){for(let n of t.querySelectorAll("[data-trait]")){let o=n.dataset.trait;n.type==="radio"?n.checked=n.value===String(s[o]):n.type==="checkbox"?n.checked=s[o]:n.type==="number"?sr(n,er(s[o],n)):nr(t,n,e[o])}}var er=(t,e)=>JSON.parse(e.dataset.at).reduce((s,n)=>s[n],t);function sr(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function nr(t,e,{min:s,max:n,value:o,text:a,disabled:r,at:i}){e.value===String(o)&&e.max===String(n)&&e.getAttribute("aria-valuetext")===a||(e.min=s,e.max=n,e.value=o,e.disabled=r,i&&(e.dataset.at=JSON.stringify(i)),e.style.setProperty("--u-at",gn(s,n,o)),e.setAttribute("aria-valuetext",a),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=a)}function xn(t,e){return t.dataset.at?yn(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="range"?Number(t.value):t.type==="checkbox"?t.checked:t.value}function yn(t,[e,...s],n){let o=s.length?yn(t[e],s,n):n;return Array.isArray(t)?t.with(e,o):{...t,[e]:o}}function wn(t){let{badInput:e,valueMissing:s,rangeUnderflow:n,rangeOverflow:o,stepMismatch:a}=t.validity,r=t.step==="1";if(!(e||s||n||o||r&&a))return null;let i=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a ${r?"whole ":""}number from ${t.min} to ${t.max}; there is ${i}.`.replaceAll("-","−")}var ut=t=>c`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`,N=t=>`${+t.toFixed(3)}%`;function vn(t,e){let s=e[0].length;return t.map(n=>{let o=Array(s).fill(0);for(let a=0;a<n.length;a++){let r=n[a],i=e[a];for(let l=0;l<s;l++)o[l]+=r*i[l]}return o})}function ds(t){return Array.from({length:t},(e,s)=>Array.from({length:t},(n,o)=>s===o?1:0))}function hs(t){let e=0;for(let r of t)for(let i=0;i<r.length;i++)e=Math.max(e,Math.abs(r[i]));if(e===0)return{matrix:t,exponent:0};let s=Math.floor(Math.log2(e)),n=Math.trunc(s/2),o=2**-n,a=2**(n-s);return{matrix:t.map(r=>r.map(i=>i*o*a)),exponent:s}}function Oe(t){let{matrix:e,exponent:s}=hs(t),{diagonal:n,below:o}=ar(or(e)),a=Math.trunc(s/2);return Math.sqrt(Math.max(...rr(n,o),0))*2**a*2**(s-a)}function or(t){let e=t[0].length,s=Array.from({length:e},()=>Array(e).fill(0));for(let n of t)for(let o=0;o<e;o++){let a=n[o],r=s[o];for(let i=0;i<=o;i++)r[i]+=a*n[i]}return s}function ar(t){let e=t.length,s=Array(e).fill(0),n=Array(e).fill(0),o=Array(e).fill(0);for(let a=e-1;a>0;a--){let r=t[a];s[a]=r[a];let i=0;for(let $=0;$<a-1;$++)i=Math.max(i,Math.abs(r[$]));if(i===0){n[a-1]=r[a-1];continue}i=Math.max(i,Math.abs(r[a-1]));let l=0;for(let $=0;$<a;$++)r[$]/=i,l+=r[$]*r[$];let u=r[a-1]>0?-Math.sqrt(l):Math.sqrt(l);n[a-1]=i*u;let d=l-r[a-1]*u;r[a-1]-=u;let h=0;for(let $=0;$<a;$++){let m=0;for(let f=0;f<=$;f++)m+=t[$][f]*r[f];for(let f=$+1;f<a;f++)m+=t[f][$]*r[f];o[$]=m/d,h+=o[$]*r[$]}let p=h/(2*d);for(let $=0;$<a;$++)o[$]-=p*r[$];for(let $=0;$<a;$++){let m=t[$];for(let f=0;f<=$;f++)m[f]-=r[$]*o[f]+o[$]*r[f]}}return s[0]=t[0][0],{diagonal:s,below:n}}function rr(t,e){let s=t.length,n=t,o=e,a=0;for(let i=0;i<s;i++)a=Math.max(a,Math.abs(n[i])+Math.abs(o[i]));let r=Number.EPSILON*a;for(let i=0;i<s;i++)for(let l=0;l<60;l++){let u=i;for(;u<s-1&&Math.abs(o[u])>r;)u+=1;if(u===i)break;let d=(n[i+1]-n[i])/(2*o[i]),h=n[u]-n[i]+o[i]/(d+Math.sign(d||1)*Math.sqrt(d*d+1)),p=1,$=1,m=0,f=u-1;for(;f>=i;f--){let b=p*o[f],x=$*o[f],g=Math.sqrt(b*b+h*h);if(o[f+1]=g,g===0){n[f+1]-=m,o[u]=0;break}p=b/g,$=h/g,h=n[f+1]-m;let y=(n[f]-h)*p+2*$*x;m=p*y,n[f+1]=h+m,h=$*y-x}f>=i||(n[i]-=m,o[i]=h,o[u]=0)}return n}var Jt=t=>1/(1+Math.exp(-t)),$s={tanh:{f:Math.tanh,slope:t=>1-t*t},relu:{f:t=>t>0?t:0,slope:t=>t>0?1:0},sigmoid:{f:Jt,slope:t=>t*(1-t)},linear:{f:t=>t,slope:()=>1}},dt=class{constructor({W_x:e,W_h:s,b:n,activation:o="tanh"}){Object.assign(this,{W_x:e,W_h:s,b:n,activation:o,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:n=null}={}){let{f:o}=$s[this.activation],a=s??at(this.units),r=[],i=[],l=a;for(let u=0;u<e.length;u++){let d=Mn(e[u],this.W_x,l,this.W_h,this.b);r.push(d),pe(n,u)&&(l=d.map(o)),i.push(l)}return{X:e,mask:n,H0:a,A:r,H:i,state:l}}backward(e,s,{truncate:n=null}={}){let{H:o}=e,{slope:a}=$s[this.activation];return Le(this,e,fs(this,e,s,null,n,(i,l,u)=>{for(let d=0;d<this.units;d++)u[d]=l.dH[d]*a(o[i][d]);l.dH=Zt(u,this.W_h)}))}jacobian({mask:e,H:s},n){if(!pe(e,n))return ds(this.units);let{slope:o}=$s[this.activation],a=s[n].map(o);return this.W_h.map(r=>r.map((i,l)=>i*a[l]))}log10JacobianNorms(e){let s=[0],n={matrix:ds(this.units),exponent:0},o=0;for(let a=e.X.length-1;a>=0;a--)n=hs(vn(this.jacobian(e,a),n.matrix)),o+=n.exponent,s.push(o*Math.log10(2)+Math.log10(Oe(n.matrix)));return s}},Et=class{constructor({W_x:e,W_h:s,b:n}){Object.assign(this,{W_x:e,W_h:s,b:n,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:n=null}={}){let o=this.units,[a,r]=s??[at(o),at(o)],i={X:e,mask:n,H0:a,C0:r,I:[],F:[],C_tilde:[],O:[],C:[],H:[]},l=a,u=r;for(let d=0;d<e.length;d++){let h=Mn(e[d],this.W_x,l,this.W_h,this.b),p=h.slice(0,o).map(Jt),$=h.slice(o,2*o).map(Jt),m=h.slice(2*o,3*o).map(Math.tanh),f=h.slice(3*o).map(Jt);pe(n,d)&&(u=u.map((b,x)=>$[x]*b+p[x]*m[x]),l=u.map((b,x)=>f[x]*Math.tanh(b))),i.I.push(p),i.F.push($),i.C_tilde.push(m),i.O.push(f),i.C.push(u),i.H.push(l)}return{...i,state:[l,u]}}backward(e,s,{dC_T:n=null,truncate:o=null}={}){let{C0:a,I:r,F:i,C_tilde:l,O:u,C:d}=e,h=this.units,p=ms(d,a),$=(m,f,b)=>{for(let x=0;x<h;x++){let[g,y,v,_]=[r[m][x],i[m][x],l[m][x],u[m][x]],H=Math.tanh(d[m][x]),R=f.dC[x]+f.dH[x]*_*(1-H*H);b[x]=R*v*g*(1-g),b[h+x]=R*p[m][x]*y*(1-y),b[2*h+x]=R*g*(1-v*v),b[3*h+x]=f.dH[x]*H*_*(1-_),f.dC[x]=R*y}f.dH=Zt(b,this.W_h)};return Le(this,e,fs(this,e,s,n??at(h),o,$))}},Re=class{constructor({W_x:e,W_h:s,b:n,reset_after:o=!0}){Object.assign(this,{W_x:e,W_h:s,b:n,reset_after:o,features:e.length,units:s.length})}step(e,s){return this.forward([e],{initialState:s}).state}forward(e,{initialState:s=null,mask:n=null}={}){let o=this.units,a=s??at(o),[r,i]=this.reset_after?this.b:[this.b,at(3*o)],l=this.reset_after?3*o:2*o,u={X:e,mask:n,H0:a,Z:[],R:[],H_tilde:[],H:[],_recurrent:[]},d=a;for(let h=0;h<e.length;h++){let p=r.slice();he(p,e[h],this.W_x);let $=i.slice();he($,d,this.W_h,0,l);let m=d.map((g,y)=>Jt(p[y]+$[y])),f=d.map((g,y)=>Jt(p[o+y]+$[o+y])),b;if(this.reset_after){b=$.slice(2*o);for(let g=0;g<o;g++)p[2*o+g]+=f[g]*b[g]}else b=d.map((g,y)=>f[y]*g),he(p,b,this.W_h,2*o,3*o);let x=p.slice(2*o).map(Math.tanh);pe(n,h)&&(d=d.map((g,y)=>m[y]*g+(1-m[y])*x[y])),u.Z.push(m),u.R.push(f),u.H_tilde.push(x),u.H.push(d),u._recurrent.push(b)}return{...u,state:d}}backward(e,s,{truncate:n=null}={}){let{H0:o,Z:a,R:r,H_tilde:i,H:l,_recurrent:u}=e,d=this.units,h=ms(l,o),$=fs(this,e,s,null,n,(g,y,v)=>{let[_,H,R]=[a[g],r[g],h[g]];for(let A=0;A<d;A++)v[A]=y.dH[A]*(R[A]-i[g][A])*_[A]*(1-_[A]),v[2*d+A]=y.dH[A]*(1-_[A])*(1-i[g][A]**2),y.dH[A]*=_[A];if(this.reset_after){for(let A=0;A<d;A++)v[d+A]=v[2*d+A]*u[g][A]*H[A]*(1-H[A]);At(y.dH,Zt(kn(v,H),this.W_h))}else{let A=Zt(v,this.W_h,2*d,3*d);for(let q=0;q<d;q++)v[d+q]=A[q]*R[q]*H[q]*(1-H[q]),y.dH[q]+=A[q]*H[q];At(y.dH,Zt(v,this.W_h,0,2*d))}}),{delta:m}=$;if(this.reset_after){let g=m.map((v,_)=>kn(v,r[_])),y=[ps(m),ps(g)];return Le(this,e,$,$e(h,g),y)}let[f,b]=[$e(h,m),$e(u,m)],x=f.map((g,y)=>[...g.slice(0,2*d),...b[y].slice(2*d)]);return Le(this,e,$,x)}};function kn(t,e){let s=e.length;return t.map((n,o)=>o<2*s?n:n*e[o-2*s])}function fs(t,{X:e,mask:s},n,o,a,r){let i=e.length,l=Math.min(a??i,i),u=Array.isArray(n[0])?n:e.map((f,b)=>b===i-1?n:at(t.units)),d=Sn(i,t.W_h[0].length),h=()=>({dH:at(t.units),dC:o&&at(t.units)}),p=(f,b)=>{At(f.dH,u[b]),o&&b===i-1&&At(f.dC,o)},$=(f,b)=>{if(!pe(s,b))return;let x=at(d[b].length);r(b,f,x),At(d[b],x)};if(l===i){let f=h();for(let b=i-1;b>=0;b--)p(f,b),$(f,b);return{delta:d,dH0:f.dH,dC0:f.dC}}let m=h();for(let f=i-1;f>=0;f--){let b=h();if(p(b,f),!(_n(b.dH)&&(!o||_n(b.dC)))){for(let x=f;x>Math.max(f-l,-1);x--)$(b,x);f<l&&(At(m.dH,b.dH),o&&At(m.dC,b.dC))}}return{delta:d,dH0:m.dH,dC0:m.dC}}function Le(t,{X:e,H0:s,H:n},{delta:o,dH0:a,dC0:r},i=null,l=null){return{dX:o.map(u=>Zt(u,t.W_x)),dW_x:$e(e,o),dW_h:i??$e(ms(n,s),o),db:l??ps(o),dH0:a,dC0:r,delta:o}}var ms=(t,e)=>[e,...t.slice(0,-1)],pe=(t,e)=>!t||t[e],_n=t=>t.every(e=>e===0);function Mn(t,e,s,n,o){let a=o.slice();return he(a,t,e),he(a,s,n),a}function he(t,e,s,n=0,o=t.length){for(let a=0;a<e.length;a++){let r=e[a],i=s[a];for(let l=n;l<o;l++)t[l]+=r*i[l]}}function Zt(t,e,s=0,n=t.length){let o=at(e.length);for(let a=0;a<e.length;a++){let r=e[a],i=0;for(let l=s;l<n;l++)i+=t[l]*r[l];o[a]=i}return o}function $e(t,e){let s=Sn(t[0].length,e[0].length);for(let n=0;n<t.length;n++){let o=e[n];for(let a=0;a<s.length;a++){let r=t[n][a],i=s[a];for(let l=0;l<o.length;l++)i[l]+=r*o[l]}}return s}function ps(t){let e=at(t[0].length);for(let s of t)At(e,s);return e}function At(t,e){for(let s=0;s<t.length;s++)t[s]+=e[s]}var at=t=>Array(t).fill(0),Sn=(t,e)=>Array.from({length:t},()=>at(e));var St=.9;function Hn(t){let{timesteps:e,loss:s,carry:n,W_x:o,W_h:a,b:r,V:i,c:l}=t,u={cell:new dt({W_x:o,W_h:a,b:r}),V:i,c:l},d=t.series.slice(0,e).map(g=>[g]),h=t.targets.slice(0,e),p=h.map((g,y)=>s==="every"||y===e-1),$=(g,y=n)=>ir(u,d,h,p,Tn(e,g),y),m=Math.min(t.truncate,e),f=$(e),b=$(m),x=h.map((g,y)=>cr($(y+1).dW_h,f.dW_h));for(let g of[f,b])g.parts=g.delta.map((y,v)=>g.before[v].map(_=>y.map(H=>_*H))),g.shares=g.parts.map(y=>bs(y,f.dW_h));return{T:e,k:m,loss:s,carry:n,counts:p,targets:h,full:f,cut:b,cosines:x,t:Math.min(t.selected,e)-1,limits:t.limits,weights:{W_x:o,W_h:a,b:r,V:i,c:l},x:d.map(([g])=>g),borders:Tn(e,m).slice(1).map(([g])=>g),norm:rt(f.dW_h),cutNorm:rt(b.dW_h),kept:bs(b.dW_h,f.dW_h),cosine:x[m-1],least:x.findIndex(g=>g>=St)+1,losses:{carried:f.loss,reset:$(m,!1).loss}}}function Tn(t,e){let s=t%e||e;return Array.from({length:Math.ceil(t/e)},(n,o)=>[o?s+(o-1)*e:0,s+o*e])}function ir({cell:t,V:e,c:s},n,o,a,r,i){let l={H:[],before:[],Y:[],losses:[],own:[],delta:[],flow:[],dropped:{}},u=t.W_h.map(h=>h.map(()=>0)),d=null;for(let[h,p]of r){let $=t.forward(n.slice(h,p),{initialState:i?d:null}),m=$.H.map(v=>gs(v,e)+s),f=m.map((v,_)=>a[h+_]?v-o[h+_]:0),b=f.map(v=>e.map(_=>2*v*_)),{delta:x,dH0:g,dW_h:y}=t.backward($,b);l.H.push(...$.H),l.before.push($.H0,...$.H.slice(0,-1)),l.Y.push(...m),l.losses.push(...f.map(v=>v**2)),l.own.push(...b),l.delta.push(...x),l.flow.push(...x.slice(1).map(v=>t.W_h.map(_=>gs(_,v))),e.map(()=>0)),u=u.map((v,_)=>v.map((H,R)=>H+y[_][R])),l.dropped[h]=g,d=$.state}return{...l,dW_h:u,loss:l.losses.reduce((h,p)=>h+p,0)}}var gs=(t,e)=>t.reduce((s,n,o)=>s+n*e[o],0),rt=t=>Math.hypot(...t.flat());function bs(t,e){let s=rt(e);return s?gs(t.flat(),e.flat().map(n=>n/s)):0}function cr(t,e){let s=rt(t);return s&&rt(e)?bs(t,e)/s:null}var xt=32,yt=150;function Wn({T:t,k:e,cosines:s}){let n=Math.min(...s)<0?-1:0,o=h=>+(100*(h-.5)/t).toFixed(3),a=h=>+(xt+(1-h)/(1-n)*yt).toFixed(2),r=s.flatMap((h,p)=>h===null?[]:[{step:p+1,value:h}]),i=r.find(({step:h})=>h===e),l=e>t/2?{dx:-6,anchor:"end"}:{dx:6,anchor:"start"},u=t>12?2:1,d=(h,p,$)=>c`<line x1="0" x2="100%" y1="${a(h)}" y2="${a(h)}" class="${$}"/>
    <text x="0" y="${a(h)-4}" class="u-soft u-halo">${p}</text>`;return c`<svg class="u-figure" width="100%" height="${xt+yt+42}" role="img" aria-label="Cosine between the gradient cut every k timesteps and the full gradient, for k from 1 to ${t}">
    <text x="0" y="12">Cosine with the full gradient, for every k</text>
    ${d(n,w(n,0),"u-zero")}${n<0&&d(0,"0","u-tick")}
    <line x1="0" x2="100%" y1="${a(St)}" y2="${a(St)}" class="u-aim"/><text x="100%" y="${a(St)+15}" text-anchor="end" class="u-soft u-halo">${St}</text>
    <text x="50%" y="${xt+yt/2}" text-anchor="middle" class="ask-reach">?</text>
    <g class="veil-reach">
      <svg x="0" y="0" width="100%" height="${xt+yt}" viewBox="0 0 100 ${xt+yt}" preserveAspectRatio="none" overflow="visible">
        <polyline points="${r.map(({step:h,value:p})=>`${o(h)},${a(p)}`).join(" ")}" class="u-cosine" vector-effect="non-scaling-stroke"/>
      </svg>
      ${r.map(({step:h,value:p})=>c`<circle cx="${o(h)}%" cy="${a(p)}" r="${h===e?6:3.5}" class="${h===e?"u-here":"u-point"}"/>`)}
      ${i&&c`<line x1="${o(e)}%" x2="${o(e)}%" y1="${a(i.value)+8}" y2="${xt+yt}" class="u-tick"/>
        <text x="${o(e)}%" dx="${l.dx}" y="${xt+yt-8}" text-anchor="${l.anchor}" class="u-strong u-halo">k = ${e}: ${w(i.value,3)}</text>`}
    </g>
    ${s.map((h,p)=>p%u===0&&c`<text x="${o(p+1)}%" y="${xt+yt+18}" text-anchor="middle" class="${p+1===e?"u-strong":"u-soft"}">${p+1}</text>`)}
    <text x="50%" y="${xt+yt+36}" text-anchor="middle" class="u-soft">k, timesteps from one cut to the next</text>
    ${s.map((h,p)=>c`<rect x="${N(100*p/t)}" y="0" width="${N(100/t)}" height="${xt+yt+22}" class="u-hit" data-pick="truncate" data-to="${p+1}"/>`)}
  </svg>`}function Nn(t){return t===0?"0":t>=99.5?String(Math.round(t)):t>=.001?String(+t.toPrecision(2)):t.toExponential(0).replace("-","−")}var Ot=t=>`(${t.map(e=>w(e,3)).join(", ")})`,qe=(t,e)=>c`<span class="u-vector">(${e.map((s,n)=>[n>0&&", ",W(`${t}.${n}`,s,w(s,3))])})</span>`,xs=t=>`${w(100*t,0)} %`;var Xt=83,Fe=93.5,C={value:18,loss:50,state:104,flow:137,norm:174,title:214,bars:246,axis:434,end:440},lr=162,Ie=7;function En(t,e){let{T:s,t:n,counts:o}=t,a=s>12?8:10,r={...t,radius:a,x:u=>+((u+.5)*Xt/s).toFixed(3),hatched:`url(#${e}-flow)`},i=o.map((u,d)=>d),l=(u,d)=>c`<text x="100%" y="${u+4}" text-anchor="end" class="u-soft u-name">${d}</text>`;return c`<svg class="u-figure${s>7&&" u-dense"}${s>12&&" u-denser"}" width="100%" height="${C.end}" role="img" aria-label="The chain of ${s} timesteps, the gradient that flows back through it, and what each timestep adds to the gradient of W_h">
    <defs>${ut(`${e}-flow`)}</defs>
    <rect x="${N(n*Xt/s)}" y="0" width="${N(Xt/s)}" height="${C.end}" class="u-fill-panel"/>
    ${l(C.value,"loss")}${l(C.state,"state")}${l(C.flow,"gradient")}${l(C.norm,"its norm")}
    ${i.slice(1).map(u=>hr(r,u))}
    ${i.map(u=>[o[u]&&dr(r,u),ur(r,u)])}
    ${$r(r,i)}
    ${i.map(u=>c`<rect x="${N(u*Xt/s)}" y="0" width="${N(Xt/s)}" height="${C.end}" class="u-hit" data-pick="selected" data-to="${u+1}"/>`)}
  </svg>`}var je=(t,e,s)=>c`<svg x="${N(t)}" y="${e}" overflow="visible">${s}</svg>`,ys=t=>+(2+9*Math.min(1,Math.max(0,(Math.log10(t)+2.5)/3.5))).toFixed(2);function ur({x:t,t:e,radius:s},n){return je(t(n),C.state,c`<circle r="${s}" class="u-node${n===e&&" u-chosen"}"/>
    <circle r="${s}" class="u-gap"/><text y="4" text-anchor="middle" class="u-number${n===e&&" u-strong"}">${n+1}</text>`)}function dr({x:t,cut:e,carry:s,hatched:n,radius:o},a){let r=rt(e.own[a]),i=ys(r)/2,l=C.state-C.loss-o-3,u=`M${-i} ${o+1}V${l-Ie}H${-i-3}L0 ${l}L${i+3} ${l-Ie}H${i}V${o+1}Z`;return[Ce(t(a),C.value,w(e.losses[a],2),s?"u-loss-value":"u-loss-value veil-carry"),je(t(a),C.loss,c`${r>0&&c`<path d="${u}" fill="${n}" class="u-flow"/>`}
      <circle r="${o-1}" class="u-loss-mark"/><text y="4" text-anchor="middle" class="u-strong u-ink-gradient">L</text>`)]}function hr(t,e){let{x:s,full:n,cut:o,carry:a,borders:r,hatched:i}=t,[l,u]=[s(e-1),s(e)],d=r.includes(e),h=(l+u)/2,p=rt(o.flow[e-1]),$=d&&a?rt(o.dropped[e]):0;return[(a||!d)&&c`<line x1="${N(l)}" x2="${N(u)}" y1="${C.state}" y2="${C.state}" class="u-forward"/>`,d&&!a&&c`<text x="${N(h)}" y="${C.state+4}" text-anchor="middle" class="u-strong u-halo">0</text>`,An(l,u,rt(n.flow[e-1]),"none","u-full"),An(l,u,p,i,"u-flow"),$>0&&On(h,u,$,{left:3,right:2},i,"u-flow"),d&&c`<line x1="${N(h)}" x2="${N(h)}" y1="${C.state+11}" y2="${C.norm-18}" class="u-cut"/>`,d?Ce(h,C.norm,"cut","u-strong u-ink-gradient"):Ce(h,C.norm,Nn(p),p?"":"u-soft")]}function An(t,e,s,n,o){if(s===0)return null;let a=ys(s)/2;return[On(t,e,s,{left:Ie+2,right:2},n,o),je(t,C.flow,c`<path d="M2 0l${Ie} ${-a-3}v${2*a+6}z" fill="${n}" class="${o}"/>`)]}function On(t,e,s,{left:n,right:o},a,r){let i=ys(s);return c`<svg x="${N(t)}" y="${C.flow}" width="${N(e-t)}" height="1" overflow="visible"><rect x="${n}" y="${-i/2}"
    width="100%" style="width:calc(100% - ${n+o}px)" height="${i}" fill="${a}" class="${r}"/></svg>`}var Ce=(t,e,s,n)=>je(t,e,c`<text y="4" text-anchor="middle" class="u-column ${n}">${s}</text>`);function $r({x:t,T:e,t:s,full:n,cut:o,norm:a,kept:r,hatched:i},l){let u=[...n.shares,...o.shares,a,r,0],d=Math.max(...u),h=Math.min(...u),p=lr/(d-h||1),$=x=>C.bars+(d-x)*p,m=(x,g,y,v,_)=>{let[H,R]=[$(Math.max(y,0)),$(Math.min(y,0))];return c`<rect x="${N(x-g/2)}" y="${H.toFixed(2)}" width="${N(g)}" height="${(R-H).toFixed(2)}" fill="${v}" class="${_}"/>`},f=(x,g,y,v)=>[v!==0&&m(x,g,v,i,"u-share"),m(x,g,y,"none","u-share-full")],b=Math.min(.62*Xt/e,7);return c`<text x="0" y="${C.title}" class="u-halo">What each timestep adds to ∂L/∂W<tspan class="u-sub" dy="3">h</tspan></text>
    <line x1="0" x2="100%" y1="${$(0).toFixed(2)}" y2="${$(0).toFixed(2)}" class="u-zero"/>
    ${l.map(x=>[f(t(x),b,n.shares[x],o.shares[x]),o.shares[x]!==0&&Ce(t(x),$(Math.max(n.shares[x],o.shares[x],0))-12,w(o.shares[x],2),"u-share-value"),c`<text x="${N(t(x))}" y="${C.axis}" text-anchor="middle" class="${x===s?"u-strong":"u-soft"}">${x+1}</text>`])}
    <text x="${N(Xt+2)}" y="${C.axis}" text-anchor="middle">=</text>
    ${f(Fe,7,a,r)}
    <text x="${N(Fe)}" y="${($(a)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo">${w(a,2)}</text>
    ${r!==a&&c`<text x="${N(Fe)}" y="${Math.min($(Math.max(r,0))+16,$(0)-5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo u-ink-gradient">${w(r,2)}</text>`}
    <text x="${N(Fe)}" y="${C.axis}" text-anchor="middle" class="u-soft">sum</text>`}var P=t=>Array.isArray(t)?`[${t.map(P).join(", ")}]`:String(t);function Rn({T:t,k:e,loss:s,carry:n,x:o,targets:a,weights:r}){let{W_x:i,W_h:l,b:u,V:d,c:h}=r;return`import numpy as np
from unrolled.cells import SimpleRNN

x = np.array(${P(o)})
targets = np.array(${P(a)})
W_x = np.array(${P(i)}, dtype=float)
W_h = np.array(${P(l)}, dtype=float)
b = np.array(${P(u)}, dtype=float)
cell = SimpleRNN(W_x, W_h, b)
V, c = np.array(${P(d)}), ${h}
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
`}function Ln(t,e,s){let n=Object.keys(s).map(a=>e.find(r=>r.key===a)).findLast(Boolean),o=Pe(e,s);return c`${n&&pr(n,s[n.key])}${o&&fr(t,o)}`}function pr({key:t,about:e,setting:s,verdict:n},o){let{right:a,said:r,why:i}=n(o),l=JSON.stringify(o.about)!==JSON.stringify(e);return c`<p class="u-verdict${[a===!0&&" u-right",a===!1&&" u-wrong",l&&" u-past"]}" data-verdict="${t}" tabindex="-1">${l?c`For ${s(o.about)}: ${r[0].toLowerCase()}${r.slice(1)}`:c`${r} ${i}`}</p>`}var G=(t,e)=>c`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,ws=(t,e)=>t.filter(({key:s,moot:n})=>!n&&!(s in e)),Pe=(t,e)=>ws(t,e)[0];function fr(t,{key:e,text:s,label:n,choices:o,locks:a,step:r=1,max:i=999}){let l=o?Object.entries(o).map(([u,d])=>c`<button type="button" data-answer="${u}">${d}</button>`):c`<label for="${t}-answer">${n}</label>
      <input id="${t}-answer" type="number" inputmode="${r===1?"numeric":"decimal"}" step="${r}" min="0" max="${i}" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return c`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${s}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${l}
      <button type="button" class="u-quiet" data-skip>${a?"Skip and explore":"Skip"}</button></div>
  </form>`}var Xe=t=>c`<span class="u-vector">${Ot(t)}</span>`,ze=t=>c`δ<sub>${t}</sub>`;function qn({T:t,t:e,k:s,cut:n,targets:o,counts:a,borders:r,weights:i}){let l=(f,b)=>c`<tr><th scope="row">${f}</th><td>${b}</td></tr>`,u=e===t-1,d=r.includes(e+1),h=u?"nothing comes back to the last timestep":`cut between t = ${e+1} and ${e+2}`,$=n.H[e].map(f=>1-f*f),m=n.own[e].map((f,b)=>f+n.flow[e][b]);return c`<p class="u-law">${ze("t")} = (∂L<sub>t</sub>/∂H<sub>t</sub> + ${ze("t+1")} W<sub>h</sub><sup>⊤</sup>) ⊙ (1 − H<sub>t</sub>²)</p>
    <table><tbody>
      ${l(c`∂L<sub>t</sub>/∂H<sub>t</sub>`,a[e]?c`2 (Y<sub>t</sub> − target) V = 2 (${w(n.Y[e],3)} ${o[e]<0?"+":"−"} ${w(Math.abs(o[e]),3)}) ${Xe(i.V)} = ${qe("own",n.own[e])}`:c`0: no loss stands at t = ${e+1}`)}
      ${l(c`${ze(e+2)} W<sub>h</sub><sup>⊤</sup>`,u||d?c`0: ${h}`:qe("flow",n.flow[e]))}
      ${l(c`1 − H<sub>t</sub>²`,Xe($))}
      ${l(ze(e+1),c`${Xe(m)} ⊙ ${Xe($)} = <b class="role-gradient">${qe("delta",n.delta[e])}</b>`)}
      ${l("its bar",c`⟨H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub>, G⟩ / ‖G‖ = <b>${W("share",n.shares[e],w(n.shares[e],3))}</b>${n.before[e].every(f=>f===0)&&c` <span class="u-soft">since H<sub>t−1</sub> = 0</span>`}`)}
    </tbody></table>`}function Fn({full:t,cut:e,norm:s,cutNorm:n,kept:o,cosine:a,carry:r}){let i=a===null?c`<span class="u-soft">none: a gradient is zero</span>`:W("cosine",a,w(a,3)),l=W("loss",e.loss,w(e.loss,3)),u=(d,h,p)=>c`<tr><th scope="row">${d}</th><td>${h}</td><td>${p}</td></tr>`;return c`<table class="u-table">
    <caption>∂L/∂W<sub>h</sub>, full (G) and with cuts</caption>
    <thead><tr><td></td><th scope="col">full</th><th scope="col">with cuts</th></tr></thead>
    <tbody>
      ${u(c`loss L = Σ L<sub>t</sub>`,W("loss_full",t.loss,w(t.loss,3)),r?l:G("carry",l))}
      ${u("norm",W("norm",s,w(s,3)),W("cut_norm",n,w(n,3)))}
      ${u("cosine with G",w(1,3),G("reach",i))}
      ${u("sum of the bars",w(s,3),W("kept",o,w(o,3)))}
      ${u("share kept",xs(1),s?W("kept_share",o/s,xs(o/s)):"none")}
    </tbody>
  </table>
  <p class="u-soft u-small">A bar is the part of H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub> that points along G, so the outlined bars add up to the norm of G, the hatched ones to norm × cosine of the cut gradient.</p>`}var vs={last:"at the last timestep only",every:"at every timestep"};function Cn({T:t,k:e,loss:s,carry:n,cosines:o,norm:a,losses:r}){return[{key:"reach",locks:!0,moot:s!=="last"||!n||a===0,about:{T:t,loss:s,carry:n,cosines:o},setting:i=>`T = ${i.T} and the loss ${vs[i.loss]}`,text:c`The loss stands at the last timestep only, T = ${t}. <strong>How many timesteps back must the gradient reach (k)
        for the truncated gradient of W<sub>h</sub> to point within a cosine of ${St} of the full one?</strong>`,label:"timesteps k",verdict:mr},{key:"carry",locks:!1,moot:e===t||r.reset===r.carried,about:{T:t,k:e,loss:s,losses:r},setting:i=>`T = ${i.T}, a cut every ${T(i.k,"timestep")} and the loss ${vs[i.loss]}`,text:c`Every ${T(e,"timestep")} the gradient is cut; the state is carried on. Now switch carrying off: each chunk starts from H = 0.
        <strong>Does the loss itself change?</strong>`,choices:{same:"No, only the gradient",changes:"Yes, the loss too"},verdict:gr}]}function mr({answer:t,about:e}){let{T:s,cosines:n}=e,o=n.findIndex(h=>h>=St)+1,a=h=>w(n[h-1],3),r=`k = ${o} reaches ${a(o)}${o>1?`, k = ${o-1} only ${a(o-1)}`:""}.`,i=c`What happened more than k timesteps ago still gets no gradient at all: at no cosine can it be learned from.`,l=t===null?null:t===o;if(t===null)return{right:l,said:`It is k = ${o}.`,why:c`${r} ${i}`};if(l)return{right:l,said:`You said ${t}, and ${t} it is.`,why:c`${r} ${i}`};let u=`You said ${t}; it is ${o}.`;if(t<1||t>s)return{right:l,said:u,why:c`k counts timesteps, from 1 to T = ${s}: ${s} is the full gradient. ${r}`};if(t<o)return{right:l,said:u,why:c`With k = ${t} the cosine is ${a(t)}: the timesteps beyond the cut still pull in a direction that is missed. ${r}`};let d=t===s?c`k = ${s} cuts nothing, so its cosine is 1.`:c`k = ${t} is enough, with a cosine of ${a(t)}, but not the least.`;return{right:l,said:u,why:c`${d} ${r} Each step back multiplies by W<sub>h</sub><sup>⊤</sup> and by 1 − H², so the far timesteps hardly turn the sum. ${i}`}}function gr({answer:t,about:e}){let{carried:s,reset:n}=e.losses,o={same:"stays the same",changes:"changes"},a=t===null?null:t==="changes";return{right:a,said:t===null?"It changes.":a?"You said it changes, and it does.":"You said it stays the same; it changes.",why:c`From zero states the forward pass is another one: L = ${w(n,3)} instead of ${w(s,3)}.
      Its gradient is then exact, but of that other loss. With the state carried on, L keeps its value and only the gradient is cut: this is what a stateful layer does.`}}function jn({T:t,k:e,loss:s,carry:n,cosine:o,norm:a,cutNorm:r},i){let l=`A SimpleRNN of ${T(t,"timestep")} with the loss ${vs[s]}`;if(e===t)return`${l}: the gradient flows back to the first timestep uncut, and ∂L/∂W_h has norm ${w(a,3)}.`;let u=`${l}, cut every ${T(e,"timestep")} counted back from the end, the state ${n?"carried on":"reset to zero"} at each cut`,d=`the gradient of W_h has norm ${w(r,3)}; the full one has ${w(a,3)}`,h=i==="reach"?"":o===null?", and no direction to compare":`, and the cosine between them is ${w(o,3)}`;return`${u}: ${d}${h}.`}function Pn({x:t,targets:e,counts:s,full:n,cut:o,weights:a}){let{W_x:r,W_h:i,b:l,V:u,c:d}=a,h=p=>p.map($=>Ot($)).join("; ");return c`<table class="u-table">
    <caption>Timestep by timestep, with cuts; the full gradient in brackets</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X<sub>t</sub></th><th scope="col">target</th><th scope="col">Y<sub>t</sub></th><th scope="col">L<sub>t</sub></th>
      <th scope="col">H<sub>t</sub></th><th scope="col">δ<sub>t</sub></th><th scope="col">norm from t + 1</th><th scope="col">bar</th></tr></thead>
    <tbody>${t.map((p,$)=>c`<tr><th scope="row">${$+1}</th><td>${w(p,2)}</td><td>${w(e[$],2)}</td><td>${w(o.Y[$],4)}</td>
      <td>${s[$]?w(o.losses[$],4):"none"}</td><td>${Ot(o.H[$])}</td><td>${Ot(o.delta[$])}</td>
      <td>${In(rt(o.flow[$]),rt(n.flow[$]))}</td><td>${In(o.shares[$],n.shares[$])}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">∂L/∂W<sub>h</sub> full, G = ${h(n.dW_h)}; with cuts ${h(o.dW_h)}.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), Y<sub>t</sub> = H<sub>t</sub> V + c, L<sub>t</sub> = (Y<sub>t</sub> − target)²,
    with W<sub>x</sub> = ${h(r)}, W<sub>h</sub> = ${h(i)}, b = ${Ot(l)}, V = ${Ot(u)}, c = ${w(d,3)}.</p>`}var In=(t,e)=>`${w(t,4)} (${w(e,4)})`;var br={last:"last t",every:"every t"},Xn=({limits:t,T:e,k:s,t:n})=>({timesteps:L(t.timesteps,e,T(e,"step")),truncate:L([t.truncate[0],e],s,s===e?`${T(s,"step")}, no cut`:T(s,"step")),selected:L([1,e],n+1,`t = ${n+1}`)}),zn={kind:"BPTTFlow",title:"Backpropagation through time",lead:"Gradients flow back through every timestep; truncation cuts them.",traits:["series","targets","W_x","W_h","b","V","c","limits","initial","predictions","timesteps","loss","truncate","carry","selected"],compute:Hn,controls:Xn,body(t,e,s){let n=Xn(t);return c`<div class="u-controls">
      ${z(e,"timesteps",c`timesteps <i>T</i>`,n.timesteps)}
      ${z(e,"truncate",c`cut every <i>k</i>`,n.truncate)}
      ${J(e,"loss","loss at",br,t.loss)}
      ${Nt("carry","Carry the state over each cut",t.carry)}
    </div>
    <div data-slot="flow">${s.flow}</div>
    <p class="u-key"><b class="role-gradient">Hatched:</b> the gradient with cuts. <b>Outline:</b> the full gradient.
      <b>Thickness:</b> the norm of what flows back, on a log scale.</p>
    <div class="u-timestep">${z(e,"selected",c`timestep <i>t</i>`,n.selected)}</div>
    <div class="u-formula" data-slot="recursion">${s.recursion}</div>
    <div class="u-pair">
      <div data-slot="curve">${s.curve}</div>
      <div data-slot="gradients">${s.gradients}</div>
    </div>`},slots:(t,e)=>({flow:En(t,e),recursion:qn(t),curve:Wn(t),gradients:Fn(t)}),questions:Cn,describe:jn,numbers:Pn,python:Rn};var Qt=["SimpleRNN","GRU","LSTM"],Ge={start:"as Keras starts",trained:"trained on pulses"},Gn={units:"units",parameters:"parameters"},Vn={pulse:"one pulse",two:"two pulses",step:"step",noise:"pulse in noise"},ks=["H","h","hidden"],ge={SimpleRNN:[ks],GRU:[ks,["Z","z","forget","update: 1 keeps"],["R","r","output","reset"],["H_tilde","h̃","candidate"]],LSTM:[ks,["C","c","cell"],["F","f","forget","forget: 1 keeps"],["I","i","input"],["C_tilde","c̃","candidate"],["O","o","output"]]},Ve=t=>t.reduce((e,s)=>e+s,0)/t.length,te=t=>String(t).replace(/\d/g,e=>"₀₁₂₃₄₅₆₇₈₉"[e]),ft=t=>t>0?j(Math.log10(t)):"0",zt=t=>`${t>=.1?Math.round(100*t):ft(100*t)} %`,Ms=t=>`${w(100*t,1)} %`,me={SimpleRNN:[1,1],GRU:[3,2],LSTM:[4,1]},be=({name:t,units:e})=>me[t][0]*(e+e*e+me[t][1]*e),xr=({name:t,units:e})=>{let[s,n]=me[t];return`${s} × (${e} + ${e}² + ${n>1?`${n} × `:""}${e}) = ${be({name:t,units:e})}`},yr=.1,_s={SimpleRNN:"SimpleRNN",GRU:"GRU",LSTM:"LSTM",gated:"GRU and LSTM",all:"all three",none:"none"},wr={gated:["GRU","LSTM"],all:Qt,none:[]};function Dn({duel:t,rivals:e,series:s,timestep:n,read:o,weights:a,match:r,presets:i}){let l=n===1&&o===30&&s.every((h,p)=>h===i.pulse[p]),u={match:r,shares:t.map(({share:h})=>h),gradients:t.map(({gradient:h})=>h[0]),answers:t.map(({answers:h})=>h),accuracies:t.map(({accuracy:h})=>h)},d=(h,p,$)=>({key:h,locks:h==="start",moot:a!==h||!l,about:u,setting:({match:m})=>`the pulse at equal ${m}, weights ${Ge[h]}`,text:c`${p} A pulse comes at t = 1.
      <strong>Which keeps the pulse at t = 30, at least a tenth of what it changed?</strong>`,choices:_s,verdict:m=>vr(m,$)});return[d("start","Three untrained networks, as Keras starts them.",kr),d("trained","All three are trained to keep a pulse, on equal budgets.",_r),{key:"units",moot:r==="parameters",about:{},setting:()=>"one feature",text:c`The LSTM’s 8 units have 320 parameters. <strong>With as many parameters each, which network gets the most units?</strong>`,choices:{SimpleRNN:"SimpleRNN",GRU:"GRU",LSTM:"LSTM"},verdict:({answer:h})=>Mr(h,e)}]}var fe=(t,e)=>Qt.map((s,n)=>`${s} ${e(t[n])}`).join(", ");function vr({answer:t,about:e},s){let{shares:n}=e,o=Qt.filter((h,p)=>n[p]>=yr),a=["none keeps it",`${o} alone keeps it`,`${o.join(" and ")} keep it`,"all three keep it"][o.length],r=`Of what the pulse changed there is left: ${fe(n,zt)}. ${s(e)}`;if(t===null)return{right:null,said:`${a[0].toUpperCase()}${a.slice(1)}.`,why:r};let i=wr[t]??[t],l=i.find(h=>!o.includes(h)),u=l??o.find(h=>!i.includes(h));if(!u)return{right:!0,said:`You said ${_s[t]}, and so it is: ${a}.`,why:r};let d=`The ${u} has ${zt(n[Qt.indexOf(u)])} left.`;return{right:l||t==="none"?!1:null,said:`You said ${_s[t]}; ${a}.`,why:`${d} ${r}`}}var kr=()=>`The SimpleRNN starts with an orthogonal W_h, which turns the state and keeps its length. The GRU’s z starts near 0.5, the LSTM’s f near 0.73: alone they leave 0.5²⁹ = ${ft(.5**29)} and 0.73²⁹ = ${ft(.73**29)}. Gates must learn to keep: take the trained weights.`,_r=({gradients:t,answers:e,accuracies:s})=>`They learned to tell the sign of the last pulse, 0 without one. With and without this pulse they say: ${fe(e,n=>n.map(o=>w(o)).join(" and "))}. The SimpleRNN saturates, pulse or not; gates hold and stay sensitive: ‖∂H₃₀/∂X₁‖ is ${fe(t,ft)}. Right in new noisy sequences: ${fe(s,Ms)}.`;function Mr(t,e){let s=`${e.map(a=>`${a.name} ${xr(a)} with ${a.units} units`).join("; ")}. Every gate has weights of its own.`,n=`the SimpleRNN gets the most, ${e[0].units}`;if(t===null)return{right:null,said:`T${n.slice(1)}.`,why:s};let o=e.find(({name:a})=>a===t);return o===e[0]?{right:!0,said:`You said SimpleRNN, and ${n}.`,why:s}:{right:!1,said:`You said ${t}, which gets ${o.units}; ${n}.`,why:s}}function Bn({duel:t,series:e,timestep:s,read:n,weights:o},a){let i=`${t.map(({name:l,units:u})=>`${l} (${u} units)`).join(", ")}, weights ${Ge[o]}, on 40 timesteps with X = ${w(e[s-1])} at t = ${s}`;return a===o?`${i}.`:`${i}: at t = ${n} there is left of what it changed: ${fe(t.map(({share:l})=>l),zt)}.`}var Yn=4,Ss=18,Rt=44,Ts=9;function Kn(t,e){let s=t.duel.flatMap(({gradient:a})=>a.filter(r=>r>0).map(Math.log10)),n=Math.floor(Math.min(...s,-1)),o={low:n,high:Math.max(Math.ceil(Math.max(...s,-1)),n+1)};return c`${t.duel.map((a,r)=>Sr(t,a,o,`${e}-${r}`))}`}function Sr({series:t,timestep:e,read:s,weights:n},o,{low:a,high:r},i){let l=t.length,u=S=>`${100*(S-.5)/l}%`,{name:d,units:h,trace:p,left:$,share:m,gradient:f}=o,b=`X${te(e)}`,x=0,g=(S,O,V,B,tt,k)=>{let M=x+=Ss;x+=S+4;let E=(D,Q)=>c`<svg y="${M}" width="100%" height="${S}" viewBox="0 0 ${l} ${S}" preserveAspectRatio="none"
      style="--c:var(--u-${O});--w:var(--u-${O}-width);--d:var(--u-${O}-dash)">${tt(D,Q)}</svg>`;return c`<text x="0" y="${M-5}" class="u-halo">${V}</text>
      ${B.map((D,Q)=>c`<text x="-6" y="${M+(Q?S:9)}" text-anchor="end" class="u-soft">${D}</text>`)}
      <line x1="0" x2="100%" y1="${M+S}" y2="${M+S}" class="u-grid"/>
      ${E(0,Yn)}<g class="veil-${n}">${E(Yn-1,l)}
      ${k&&c`<text x="100%" y="${M-5}" text-anchor="end" class="u-strong u-halo">${k}</text>`}</g>`},y=(S,O,V,B)=>S.slice(O,V).map((tt,k)=>`${O+k+.5},${B(tt).toFixed(1)}`).join(" "),v=(S,O="u-curve")=>c`<polyline points="${S}" class="${O}" vector-effect="non-scaling-stroke"/>`,_=(S,O)=>c`<tspan class="u-symbol" style="--c:var(--u-${O})">${S}</tspan>`,H=()=>{let S=Math.max(...$)||1,O=V=>Rt-1-V/S*(Rt-2);return g(Rt,"hidden",`left of ${b}`,["100%",0],(V,B)=>v(y($,V,B,O)),zt(m))},R=()=>{let S=B=>(r-Math.max(B>0?Math.log10(B):a,a))/(r-a),O=f.slice(0,s).map((B,tt)=>`${(tt+.5)/l},${S(B).toFixed(3)}`).join(" "),V=x+Ss;return c`<clipPath id="${i}-under" clipPathUnits="objectBoundingBox"><polygon points="${.5/l},1 ${O} ${(s-.5)/l},1"/></clipPath>
      <g class="veil-${n}"><rect y="${V}" width="100%" height="${Rt}" fill="url(#${i}-hatch)" clip-path="url(#${i}-under)"/></g>
      ${g(Rt,"gradient",`‖∂H${te(s)}/∂${b}‖`,[Un(r),Un(a)],B=>B>0&&v(y(f,0,s,tt=>Rt*S(tt)),"u-curve u-solid"),ft(f[e-1]))}`},A=([S,O,V])=>{let B=p[S],tt=Math.max(...B.flat().map(Math.abs))||1,k=(M,E,D)=>B.slice(E,D).flatMap((Q,bt)=>Q.map((de,Ae)=>{let Ht=+(de/tt*(Ts/2)).toFixed(1);return M*Ht>0?`M${E+bt} ${Ts*(Ae+.5)}h1v${-Ht}h-1z`:""})).join("");return g(Ts*h,V,c`${_(O,V)} ${V} state, to ±${+tt.toPrecision(2)}`,[],(M,E)=>c`<path d="${k(1,M,E)}" class="u-fill-positive"/><path d="${k(-1,M,E)}" class="u-fill-negative"/>`)},q=([S,O,V,B=V])=>{let tt=V==="candidate"?-1:0,k=E=>1+(1-E)/(1-tt)*(Rt-2),M=Array.from({length:h},(E,D)=>p[S].map(Q=>Q[D]));return g(Rt,V,c`${_(O,V)} ${B}`,[1,tt?"−1":0],(E,D)=>c`${M.map(Q=>v(y(Q,E,D,k),"u-unit"))}${v(y(p[S].map(Ve),E,D,k))}`)},Mt=[H(),R(),ge[d].map(S=>(/hidden|cell/.test(S[2])?A:q)(S))],jt=(S,O)=>c`<line x1="${u(S)}" x2="${u(S)}" y1="${Ss}" y2="${x}" class="u-mark${O}"/>`;return c`<div class="u-column">
    <p class="u-name"><b>${d}</b>${h} units, ${be(o)} parameters</p>
    <svg class="u-figure" width="100%" height="${x+18}" role="img" aria-label="${d} by timestep">
      <defs>${ut(`${i}-hatch`)}</defs>
      ${jt(e,"")}${jt(s," u-read")}${Mt}
      ${[1,10,20,30,40].map(S=>c`<text x="${u(S)}" y="${x+13}" text-anchor="middle" class="u-soft">${S}</text>`)}
    </svg>
  </div>`}var Un=t=>t?`10${Pt(t)}`:"1";function Jn({series:t,timestep:e,read:s,weights:n,match:o}){let a=n==="trained";return`import numpy as np
from unrolled.widgets.gate_duel import networks${a?", readouts":""}

X = np.array([${t.map((r,i)=>i%10?` ${r}`:`
    ${r}`).join(",")},
]).reshape(1, 40, 1)  # one sequence, 40 timesteps, one feature
t, read = ${e}, ${s}
without = X.copy()
without[0, t - 1] = 0

duel = {}
for name, cell in networks("${n}", "${o}").items():
    trace = cell.forward(X)
    H, H_without = trace.H[0], cell.forward(without).H[0]
    left = np.linalg.norm(H - H_without, axis=1)
    # Back from each unit of H_read, all at once: the rows of dH_read/dX_t.
    until = cell.forward(np.repeat(X[:, :read], cell.units, axis=0))
    gradient = np.linalg.norm(cell.backward(until, np.eye(cell.units)).dX[..., 0], axis=0)
    share = left[read - 1] / left.max() if left.any() else 0.0
    duel[name] = {"parameters": cell.n_parameters, "trace": trace, "left": left, "share": share, "gradient": gradient}
${a?`    w, b = readouts("${o}")[name]
    duel[name]["answers"] = H[read - 1] @ w + b, H_without[read - 1] @ w + b
`:""}    print(name, cell.units, cell.n_parameters, share)
`}var Tr=.1,Hs=.05,xe=112,De=10,Ye=(t,e,s,n)=>({...L(t,e[s-1],n,Hs),at:[s-1]});function Ue(t,e,s,n,{min:o,max:a,value:r,text:i,step:l,at:u},d){return c`<div class="u-drawn">
    <label for="${t}-${e}">${s}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${i}</span>
    <div class="u-paper" data-pad="${e}" data-place="${d}">
      <input type="range" id="${t}-${e}" data-trait="${e}" data-at="${JSON.stringify(u)}" min="${o}" max="${a}"
        step="${l}" value="${r}" aria-valuetext="${i}">
      <div data-slot="${e}">${n}</div>
    </div>
  </div>`}function Ke(t,{low:e,high:s,selected:n,label:o,name:a=""}){let r=100/t.length,i=d=>N(d*r),l=d=>+(De+(s-d)/(s-e)*(xe-2*De)).toFixed(2),u=l(0);return c`<svg class="u-figure" width="100%" height="${xe}" role="img" aria-label="${o}">
    <rect x="0" y="0" width="100%" height="${xe}" class="u-paper-sheet"/>
    <rect x="${i(n-1)}" y="0" width="${i(1)}" height="${xe}" class="u-paper-place"/>
    ${a&&c`<text x="-36" y="${u+5}" class="u-name role-input">${a}</text>`}
    ${[s,0,e].map(d=>c`<line x1="0" x2="100%" y1="${l(d)}" y2="${l(d)}" class="u-grid"/>
      <text x="-6" y="${l(d)+4}" text-anchor="end" class="u-soft">${w(d,0)}</text>`)}
    ${t.map((d,h)=>c`<rect x="${i(h+.2)}" width="${i(.6)}" y="${Math.min(l(d),u)}" height="${Math.abs(l(d)-u)}"
      class="${d<0?"u-fill-negative":"u-fill-positive"}"/><circle cx="${i(h+.5)}" cy="${l(d)}" r="2.5" class="u-dot-input"/>`)}
  </svg>`}function Zn(t,e,[s,n],o,a){let r=({clientX:h,clientY:p})=>({k:Be(Math.floor((h-e.left)/e.width*t.length),0,t.length-1),value:Be(n-(p-e.top-De)/(xe-2*De)*(n-s),s,n)}),i=r(a),l=o?r(o):i,u=t.slice(),d=Math.sign(i.k-l.k);for(let h=l.k;h!==i.k;h+=d){let p=(h-l.k)/(i.k-l.k);u[h]=Ws(l.value+p*(i.value-l.value))}return u[i.k]=Ws(i.value),{values:u,place:i.k+1}}function Qn(t,[e,s],n,o){let a={ArrowLeft:n-1,ArrowRight:n+1,Home:1,End:t.length};if(o in a)return{values:t,place:Be(a[o],1,t.length)};let r={ArrowUp:1,ArrowDown:-1,PageUp:5,PageDown:-5}[o];return r?{values:t.with(n-1,Be(Ws(t[n-1]+r*Tr),e,s)),place:n}:null}var Be=(t,e,s)=>Math.min(Math.max(t,e),s),Ws=t=>Math.round(t/Hs)/Math.round(1/Hs)+0;var Hr={SimpleRNN:dt,GRU:Re,LSTM:Et},Wr={units:[0,1,2],parameters:[3,4,2]},to={kind:"GateDuel",title:"Gate duel",lead:"A SimpleRNN, a GRU and an LSTM read the same input: what does each keep?",traits:["networks","numbers","presets","limits","initial","predictions","series","timestep","read","weights","match"],compute(t){let e=t.series.map(a=>[a]),s=Nr(t)[t.weights],[n,o]=[t.match,"parameters"].map(a=>Wr[a].map(r=>{let[i,l,u]=t.networks[r];return{name:i,units:l,accuracy:u,k:r}}));return{...t,rivals:o,duel:n.map(a=>({...a,...Ar(s[a.k],e,t)}))}},controls({series:t,timestep:e,read:s,limits:n}){return{series:Ye(n.series,t,e,`X at t = ${e}: ${w(t[e-1])}`),timestep:L(n.timestep,e,`t = ${e}`),read:L(n.read,s,`t = ${s}`)}},body(t,e,s){let n=this.controls(t);return c`<div class="u-controls">
      ${J(e,"weights","weights",Ge,t.weights)}
      ${J(e,"match","equal",Gn,t.match)}
      ${z(e,"timestep",c`take out <i>X</i><sub>t</sub>`,n.timestep)}
      ${z(e,"read","compare the states",n.read)}
    </div>
    <div class="u-presets" role="group" aria-label="Inputs to start from">${Object.entries(Vn).map(([o,a])=>c`<button type="button" data-edit="preset" data-with='["${o}"]'>${a}</button>`)}</div>
    ${Ue(e,"series",c`input <i>X</i>, to draw on`,s.series,n.series,"timestep")}
    <div class="u-columns" data-slot="columns">${s.columns}</div>
    <p class="u-key" data-slot="key">${s.key}</p>
    <div class="u-formula" data-slot="readouts">${s.readouts}</div>`},slots:(t,e)=>({series:Ke(t.series,{low:-1,high:1,selected:t.timestep,label:"The input X by timestep"}),columns:Kn(t,e),key:Or(t),readouts:Rr(t)}),edits:{preset({presets:t},e){let s=t[e];return{series:s,timestep:s.findIndex(n=>Math.abs(n)===1)+1}}},questions:Dn,describe:Bn,numbers:Lr,python:Jn};function Nr({networks:t,numbers:e}){let s=0,n=r=>Array.from({length:r},()=>e.getFloat32(4*s++,!0)),o=(r,i)=>Array.from({length:r},()=>n(i)),a=r=>t.map(([i,l])=>{let[u,d]=me[i],[h,p,$]=[1,l,d].map(f=>o(f,u*l)),m=new Hr[i]({W_x:h,W_h:p,b:d>1?$:$[0]});return r?{cell:m,w:n(l),w_b:n(1)[0]}:{cell:m}});return{start:a(!1),trained:a(!0)}}function Ar({cell:t,w:e,w_b:s},n,{timestep:o,read:a}){let r=t.forward(n),i=t.forward(n.with(o-1,[0])).H,l=r.H.map((h,p)=>Math.hypot(...h.map(($,m)=>$-i[p][m]))),u=Math.max(...l),d=h=>h.reduce((p,$,m)=>p+$*e[m],s);return{trace:r,left:l,share:u&&l[a-1]/u,gradient:Er(t,n,a),answers:e&&[r.H,i].map(h=>d(h[a-1]))}}function Er(t,e,s){let n=t.forward(e.slice(0,s)),o=Array.from({length:t.units},(a,r)=>t.backward(n,Array(t.units).fill(0).with(r,1)).dX);return e.map((a,r)=>r<s?Math.hypot(...o.map(i=>i[r][0])):0)}var Or=({timestep:t,read:e})=>c`<b>Left of X${te(t)}</b> (solid line): how far the states with and without it are apart; the number is at t = ${e} (dashed line).
  <b class="role-gradient">Hatched:</b> how much a small change of X changes the state at t = ${e}, on a log axis.
  <b>States:</b> a row for each unit, orange up, blue down (negative).
  <b>Gates:</b> thin lines are units, the thick line is their mean.`;function Rr({duel:t,timestep:e,read:s,weights:n}){let o=(i,l)=>c`<tr><th scope="row">${i}</th>${t.map(u=>c`<td>${l(u)}</td>`)}</tr>`,a=i=>G(n,i),r=({name:i},l,u,d)=>W(`${i}.${l}`,u,d);return c`<table>
    <thead><tr><td></td>${Qt.map(i=>c`<th scope="col">${i}</th>`)}</tr></thead><tbody>
    ${o("units",i=>r(i,"units",i.units))}
    ${o("parameters",i=>r(i,"parameters",be(i)))}
    ${o(`left at ${s}`,i=>a(c`<b>${r(i,"share",i.share,zt(i.share))}</b>`))}
    ${o("difference",i=>a(r(i,"left",i.left[s-1],ft(i.left[s-1]))))}
    ${o("gradient",i=>a(r(i,"gradient",i.gradient[e-1],ft(i.gradient[e-1]))))}
    ${o(`gates at ${e}`,i=>ge[i.name].map(([l,u,d])=>{let h=Ve(i.trace[l][e-1]);return["forget","input","output"].includes(d)&&c`<i class="role-${d}">${u}</i> ${r(i,l,h,w(h))} `}))}
    ${n==="trained"&&c`
      ${o("answer",i=>a(r(i,"answer",i.answers[0],w(i.answers[0]))))}
      ${o(`without X${te(e)}`,i=>a(r(i,"without",i.answers[1],w(i.answers[1]))))}
      ${o("accuracy",i=>a(r(i,"accuracy",i.accuracy,Ms(i.accuracy))))}`}
  </tbody></table>`}function Lr({duel:t,series:e,timestep:s}){let n=o=>t.map(({name:a})=>c`<th scope="col">${a} ${o}</th>`);return c`<table class="u-table">
    <caption>What is left of X at t = ${s}, and the gradient, by timestep</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X</th>${n("left")}${n("gradient")}</tr></thead>
    <tbody>${e.map((o,a)=>c`<tr><th scope="row">${a+1}</th><td>${w(o)}</td>${t.map(({left:r})=>c`<td>${ft(r[a])}</td>`)}${t.map(({gradient:r})=>c`<td>${ft(r[a])}</td>`)}</tr>`)}</tbody>
  </table>
  <table class="u-table">
    <caption>Every unit at t = ${s}</caption>
    <tbody>${t.map(({name:o,trace:a})=>ge[o].map(([r,i])=>c`<tr><th scope="row">${o} ${i}</th>${a[r][s-1].map((l,u)=>c`<td>${W(`${o}.${r}.${u+1}`,l,w(l,3))}</td>`)}</tr>`))}</tbody>
  </table>`}var ye={orthogonal:"orthogonal",gaussian:"Gaussian",symmetric:"symmetric",identity:"identity"},Ns={linear:"linear",tanh:"tanh",relu:"ReLU",sigmoid:"sigmoid"},Gt={zero:-150*Math.log10(2),normal:-126*Math.log10(2),infinite:Math.log10((2-2**-24)*2**127)};function so(t){let e=Math.fround(10**t);return e===0?"underflows in float32 here":e===1/0?"overflows in float32 here":t<Gt.normal?"loses digits in float32 here":""}function no({family:t,radius:e,activation:s,timesteps:n,norms:o,below:a,above:r}){let i=o.indexOf(Math.max(...o));return[{key:"below",locks:!0,moot:t==="gaussian"||s!=="linear"||a===null,about:{family:t,radius:e},setting:({family:l,radius:u})=>`the ${ye[l]} matrix, spectral radius ${u}`,text:c`${oo(ye[t])} matrix, spectral radius ${e}, no activation.
        <strong>At which lag does the gradient first fall below 1/1000?</strong>`,label:"lag",verdict:qr},{key:"growth",moot:t!=="gaussian"||s!=="linear"||e>=1,about:{radius:e,timesteps:n,above:r,peak:i,highest:o[i],first:o[1],last:o.at(-1)},setting:({radius:l})=>`the Gaussian matrix, spectral radius ${l}`,text:c`Gaussian matrix, spectral radius ${e}, no activation.
        <strong>Does the gradient shrink from the first step on?</strong>`,choices:{shrinks:"yes, at every step",grows:"no, it grows first"},verdict:Fr}]}var oo=t=>t[0].toUpperCase()+t.slice(1);function qr({answer:t,about:{radius:e}}){let s=d=>d*Math.log10(e),n=Math.floor(-3/Math.log10(e)+1e-9)+1,o=d=>`${e}${Pt(d)} = ${j(s(d))}`,a=`Every step multiplies the norm by ${e}: ${o(n-1)} is not yet below 1/1000, ${o(n)} is. In one formula: log(1/1000) / log(${e}) = ${w(-3/Math.log10(e),1)}. Then choose the Gaussian matrix: another question waits there.`;if(t===null)return{right:null,said:`At lag ${n}.`,why:a};if(t===n)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:a};let r=`You said ${t}; it is ${n}.`,i=`At lag ${t} the norm is ${o(t)}`,l=Math.abs(t-n)<=5,u=t<n;return l?{right:null,said:r,why:`Close. ${i}, ${u?"still above":"already below"} 1/1000. ${a}`}:{right:!1,said:r,why:`${u?`Too early: ${eo(i)}, still ${j(s(t)+3)} times 1/1000`:`Too late: ${eo(i)}, ${t-n} steps after it fell below 1/1000`}. ${a}`}}var eo=t=>t[0].toLowerCase()+t.slice(1);function Fr({answer:t,about:{radius:e,timesteps:s,above:n,peak:o,highest:a,first:r,last:i}}){let l=n>0,u={shrinks:"it shrinks at every step",grows:"it grows first"},d=u[l?"grows":"shrinks"],h=l?`The spectral norm decides the first step: it is ${j(r)}, so at lag 1 the gradient can be ${j(r)} times as long. It is longest at lag ${o}, ${j(a)}, and stays above 1 for ${T(n,"step")}. The spectral radius ${e} decides the long run: ${n<s?`at lag ${s} the norm is ${j(i)}`:`${T(s,"timestep")} are too few to see it`}.`:`The spectral norm decides the first step, and ${j(r)} is below 1, so nothing can grow. Beyond radius ${w(e/10**r)} it is above 1, though the radius is not.`;if(t===null)return{right:null,said:`${oo(d)}.`,why:h};let p=t==="grows"===l;return p?{right:p,said:`You said ${d}, and it does.`,why:h}:{right:p,said:`You said ${u[t]}; ${d}.`,why:h}}function ao({family:t,radius:e,activation:s,timesteps:n,spectralNorm:o,norms:a,single:r,lag:i,below:l,back:u,beyond:d,above:h,clip:p,threshold:$},m){let f=`A SimpleRNN with 16 ${Ns[s]} units, ${ye[t]} recurrent kernel of spectral radius ${e} and spectral norm ${Wt(o)}`;if(m)return`${f}, over ${n} timesteps.`;let b=r[i],x=p?a[i]>$?` Clipping cuts it to ${j($)}.`:` Clipping at ${j($)} leaves it as it is${a[i]<0?": it cannot lift what has vanished":""}.`:"",g=[h===n?[0,"stays above 1"]:[h||null,`stays above 1 for ${T(h,"step")}`],[l,`falls below 1/1000 at lag ${l}${u===null?"":` (and is above it again at lag ${u})`}`],[d,`exceeds 1000 at lag ${d}`]].filter(([v])=>v!==null).sort(([v],[_])=>v-_).map(([,v])=>v),y=g.length?`it ${g.join(g.length>2?", ":" and ")}`:"it stays between 1/1000 and 1";return`${f}: the gradient that reaches ${T(i,"timestep")} back has norm ${j(a[i])}${b&&` (${b.replace(" here","")})`}; over ${n} lags ${y}.${x}`}var we=24,Je=270,ve=we+Je,io=10;function co(t,e){let{norms:s,clipped:n,radiusPowers:o,bounds:a,timesteps:r,lag:i,clip:l,threshold:u}=t,d=Ir(t),h=y=>N(100*y/r),p=y=>(d.high-y)/(d.high-d.low),$=y=>+(we+p(y)*Je).toFixed(2),m=(y,v)=>c`<polyline points="${y.map((_,H)=>`${H},${+p(_).toFixed(4)}`).join(" ")}" class="${v}" vector-effect="non-scaling-stroke"/>`,f=(y,v)=>{let _=Math.min(1,d.high/Math.max(y[r],1e-9));return c`<path d="M0 ${p(0)}L${r*_} ${p(y[r]*_)}" class="${v}" vector-effect="non-scaling-stroke"/>`},b=As(t),x=b==="below"?Math.min(io,r):0,g=y=>c`<svg y="${we}" width="100%" height="${Je}" viewBox="0 0 ${r} 1" preserveAspectRatio="none">${y}</svg>`;return c`<svg class="u-figure" width="100%" height="${ve+24}" role="img" aria-label="Norm of the gradient by lag, log axis">
    <defs>${ut(`${e}-hatch`)}<clipPath id="${e}-under" clipPathUnits="objectBoundingBox">${Cr(n,p,r)}</clipPath></defs>
    ${ro(d,$)}
    ${d.ticks.map(y=>c`<line x1="0" x2="100%" y1="${$(y)}" y2="${$(y)}" class="u-grid"/>
        <text x="-6" y="${$(y)+4}" text-anchor="end" class="u-soft">${y?`10${Pt(y)}`:"1"}</text>`)}
    ${jr(r,h)}
    <g class="veil-${b}">
      <rect y="${we}" width="100%" height="${Je}" fill="url(#${e}-hatch)" clip-path="url(#${e}-under)" class="u-arrives"/>
      ${g([f(a,"u-bound"),f(o,"u-radius"),l&&m(s,"u-before"),m(n,"u-norm")])}
      ${Pr(t,d,h,$)}
      ${Xr(t,d,h,$)}
    </g>
    <g class="ask-${b}">${g(m(s.slice(0,x+1),"u-norm"))}
      <text x="${h(x)}" dx="10" y="${$(s[x])+(x?4:20)}" class="u-soft u-halo">${x?"and so on: how far down?":"does it shrink from the first step on?"}</text></g>
    ${l&&c`<line x1="0" x2="100%" y1="${$(u)}" y2="${$(u)}" class="u-threshold"/>
      <text x="100%" y="${$(u)-5}" text-anchor="end" class="u-halo">clip at ${j(u)}</text>`}
    <g class="${Es(t)&&`veil-${b}`}">${Gr(t,h,$)}</g>
    ${ro(d,$,!0)}
  </svg>`}function Ir({norms:t,radiusPowers:e,bounds:s,clip:n,threshold:o}){let a=[0,...t,e.at(-1),...n?[o]:[]],r=Math.min(...a),i=Math.max(...a),l=Math.max(i-r,3),u=s.at(-1)>i+.05*l?.2:.1,d=[Math.min(r-.1*l,-1.1),i+u*l],h=[1,2,5,10,20,50,100].find(m=>(d[1]-d[0])/m<=7),p=Math.ceil(d[0]/h),$=Math.floor(d[1]/h)-p+1;return{low:d[0],high:d[1],ticks:Array.from({length:$},(m,f)=>(p+f)*h)}}function Cr(t,e,s){let n=t.map((o,a)=>`${+(a/s).toFixed(5)},${+e(o).toFixed(4)}`);return c`<polygon points="0,1 ${n.join(" ")} 1,1"/>`}function ro({low:t,high:e},s,n=!1){return[[e,Gt.infinite,"u-lost","overflows in float32 here"],[Gt.normal,Gt.zero,"u-poor",""],[Gt.zero,t,"u-lost","underflows in float32 here"]].map(([a,r,i,l])=>{let[u,d]=[s(Math.min(a,e)),s(Math.max(r,t))];if(d<=u)return null;if(!n)return c`<rect y="${u}" width="100%" height="${+(d-u).toFixed(2)}" class="${i}"/>`;let h=l.startsWith("over")?u+16:d-6;return l&&d-u>20&&c`<text x="6" y="${h}" class="u-strong u-halo">${l}</text>`})}function jr(t,e){let s=[1,2,5,10,20,25,50].find(n=>t/n<=5);return Array.from({length:Math.floor(t/s)+1},(n,o)=>o*s).map(n=>c`<line x1="${e(n)}" x2="${e(n)}" y1="${ve}" y2="${ve+4}" class="u-tick"/>
      <text x="${e(n)}" y="${ve+18}" text-anchor="middle" class="u-soft">${n}</text>`)}function Pr({below:t,beyond:e,timesteps:s},{low:n,high:o},a,r){return[[t,-3,"1/1000"],[e,3,"1000"]].map(([l,u,d])=>{if(l===null||u<n||u>o)return null;let h=l>s/2,p=h===u<0,$=Math.abs(r(u)-r(0))>40;return c`<circle cx="${a(l)}" cy="${r(u)}" r="4.5" class="u-cross"/>
      ${$&&c`<text x="${a(l)}" dx="${h?-9:9}" y="${r(u)+(p?17:-8)}" text-anchor="${h?"end":"start"}" class="u-halo">${d} at lag ${l}</text>`}`})}function Xr({norms:t,radiusPowers:e,bounds:s,timesteps:n},o,a,r){let[i,l]=[o.low,Math.min(o.high,Gt.infinite)],u=(p,$)=>p.every((m,f)=>Math.abs(r(m)-r($[f]))<2),h=[{line:s,name:"upper bound",short:"bound",ink:"u-soft",at:.6},{line:e,name:"radius^lag",short:"radius^lag",ink:"",at:.4},{line:t,name:"gradient norm",short:"norm",ink:"u-ink-gradient",at:.7}].reduce((p,$)=>{let m=p.find(([f])=>u(f.line,$.line));return m?m.push($):p.push([$]),p},[]);return h.map(p=>{let{line:$,ink:m}=p.at(-1),f=h.filter(q=>q!==p).map(([q])=>q.line),b=$.at(-1)>0,x=q=>f.every(Mt=>Mt[q]<=$[q]+1e-9||$===t&&Mt[q]>l),g=Math.round((b&&x(n)?.9:f.length?p[0].at:.15)*n),y=zr($,g,i,l),v=f.length>0&&f.every(q=>q[y]>=$[y]-1e-9),_=$===s&&b&&$[n]>l,H=!_&&(b?x(y):v),R=_?4:b!==H?17:-8,A=p.length>1?p.toReversed().map(({short:q})=>q).join(" = "):p[0].name;return c`<text x="${a(y)}" dx="${H?-8:8}" y="${r($[y])+R}" text-anchor="${H?"end":"start"}" class="u-strong u-halo ${m}">${A}</text>`})}function zr(t,e,s,n){let o=.08*(n-s);for(;e>1&&(t[e]>n-o||t[e]<s+o);)e-=1;return e}var As=({family:t})=>t==="gaussian"?"growth":"below",Es=t=>t.family==="gaussian"||t.lag>io;function Gr({lag:t,norms:e,clipped:s,timesteps:n},o,a){let r=t>n/2,i=a(s[t]);return c`<line x1="${o(t)}" x2="${o(t)}" y1="${we-6}" y2="${ve}" class="u-marker"/>
    <circle cx="${o(t)}" cy="${i}" r="5" class="u-read"/>
    <text x="${o(t)}" dx="${r?5:-5}" y="12" text-anchor="${r?"end":"start"}" class="u-strong u-halo">lag ${t}: ${j(e[t])}</text>`}var wt=250,lo=1.9;function uo({eigenvalues:t,radius:e,family:s}){let n=l=>+(wt*(.5+l/(2*lo))).toFixed(2),o=l=>+(wt*l/(2*lo)).toFixed(2),a=wt/2,r=([l,u])=>Math.hypot(l,u)>1+1e-9?c`<path d="M${n(l)} ${n(-u)-5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" class="u-outside"/>`:c`<circle cx="${n(l)}" cy="${n(-u)}" r="4" class="u-inside"/>`,i=t.filter(([l,u])=>Math.hypot(l,u)>1+1e-9).length;return c`<p class="u-heading">Eigenvalues of <i>W</i><sub>h</sub>: ${i?`${i} of ${t.length}`:"none"} outside${s==="identity"&&", all in one place"}</p>
  <svg class="u-figure u-plane" width="${wt}" height="${wt}" role="img" aria-label="Eigenvalues in the complex plane, spectral radius ${w(e)}">
    <line x1="0" x2="${wt}" y1="${a}" y2="${a}" class="u-tick"/>
    <line x1="${a}" x2="${a}" y1="0" y2="${wt}" class="u-tick"/>
    <circle cx="${a}" cy="${a}" r="${o(1)}" class="u-unit"/>
    <circle cx="${a}" cy="${a}" r="${o(e)}" class="u-radius"/>
    ${t.map(r)}
    <text x="${wt}" y="12" text-anchor="end" class="u-soft u-halo">imaginary ↑</text>
    <text x="${wt}" y="${a+18}" text-anchor="end" class="u-soft u-halo">real →</text>
    <text x="0" y="12" class="u-halo">solid: unit circle</text>
    <text x="0" y="${wt-2}" class="u-halo">dashed: radius ${w(e)}</text>
  </svg>`}var Vr={orthogonal:"np.linalg.qr(G).Q",gaussian:"G",symmetric:"(G + G.T) / 2",identity:"np.eye(units)"},Dr={linear:["a","np.ones(units)",1],tanh:["np.tanh(a)","1 - h**2",1],relu:["np.maximum(a, 0)","(a > 0).astype(float)",1],sigmoid:["1 / (1 + np.exp(-a))","h * (1 - h)",.25]};function ho({family:t,radius:e,activation:s,timesteps:n,lag:o,clip:a,threshold:r}){let[i,l,u]=Dr[s];return`import numpy as np

# The recurrent kernel: ${t}, scaled to its spectral radius.
units, T, radius, lag = 16, ${n}, ${e}, ${o}
G = np.random.default_rng(1480).normal(size=(units, units))
W = ${Vr[t]}
W = W / np.abs(np.linalg.eigvals(W)).max()
W_h, eigenvalues = radius * W, radius * np.linalg.eigvals(W)
spectral_norm = np.linalg.norm(W_h, 2)

# Forward from a state of zeros; every unit receives 1 at every timestep.
h, slopes = np.zeros(units), []
for t in range(T):
    a = 1 + h @ W_h
    h = ${i}
    slopes.append(${l})

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
clipped = np.minimum(log10_norms, ${a?r:"np.inf"})
print("log10 of the norm at lag", lag, "is", log10_norms[lag])
print("lags below 1/1000:", lags[log10_norms < -3 - 1e-9])
`}var ke=16,$o={linear:1,tanh:1,relu:1,sigmoid:.25},Ze=1e-9,fo={kind:"GradientDecay",title:"Gradient decay",lead:"A gradient that travels back in time is multiplied once a step: it vanishes or explodes.",traits:["families","kernels","eigenvalues","limits","initial","predictions","family","radius","activation","timesteps","lag","clip","threshold"],compute(t){let{family:e,radius:s,activation:n,timesteps:o,clip:a,threshold:r,limits:i}=t,l=t.families.indexOf(e),u=po(t.kernels,l,ke,s),d=new dt({W_x:[Array(ke).fill(1)],W_h:u,b:Array(ke).fill(0),activation:n}),h=d.log10JacobianNorms(d.forward(Array(o).fill([1]))),p=Oe(u),$=Math.log10(p*$o[n]),m=h.map((f,b)=>b);return{family:e,radius:s,activation:n,timesteps:o,clip:a,threshold:r,limits:i,norms:h,spectralNorm:p,lag:Math.min(t.lag,o),eigenvalues:po(t.eigenvalues,l,2,s),steepest:$o[n],radiusPowers:m.map(f=>f*Math.log10(s)),bounds:m.map(f=>f*$),single:h.map(so),clipped:h.map(f=>a?Math.min(f,r):f),...Br(h)}},controls({radius:t,timesteps:e,lag:s,clip:n,threshold:o,limits:a}){return{radius:L(a.radius,t,w(t),.01),timesteps:L(a.timesteps,e,T(e,"step")),lag:L([0,e],s,T(s,"step")),threshold:{...L(a.threshold,o,n?j(o):"off",.5),disabled:!n}}},body(t,e,s){let n=this.controls(t),o=(a,r)=>z(e,a,r,n[a]);return c`<div class="u-controls">
      ${J(e,"family",c`recurrent kernel <i>W</i><sub>h</sub>`,ye,t.family)}
      ${J(e,"activation","activation",Ns,t.activation)}
      ${o("radius","spectral radius")}
      ${o("timesteps",c`length <i>T</i>`)}
      ${Nt("clip","clip the norm",t.clip)}
      ${o("threshold","largest norm")}
    </div>
    <p class="u-heading">Norm ‖∂<i>H</i><sub>T</sub> / ∂<i>H</i><sub>T−k</sub>‖<sub>2</sub> of the gradient that reaches <i>k</i> timesteps back, on a log axis</p>
    <div class="u-plot" data-slot="chart">${s.chart}</div>
    <div class="u-scrub">${o("lag",c`lag <i>k</i>`)}</div>
    <p class="u-key" data-slot="key">${s.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${s.readouts}</div>
      <div data-slot="plane">${s.plane}</div>
    </div>`},slots:(t,e)=>({chart:co(t,e),key:Yr(t),readouts:Ur(t),plane:uo(t)}),questions:no,describe:ao,numbers:Kr,python:ho};function po(t,e,s,n){let o=(a,r)=>t.getFloat64(8*((e*ke+a)*s+r),!0);return Array.from({length:ke},(a,r)=>Array.from({length:s},(i,l)=>n*o(r,l)))}function Br(t){let e=(n,o=0)=>{let a=t.findIndex((r,i)=>i>=o&&n(r));return a<0?null:a},s=e(n=>n<-3-Ze);return{below:s,back:s===null?null:e(n=>n>=-3-Ze,s),beyond:e(n=>n>3+Ze),above:(e(n=>n<=Ze,1)??t.length)-1}}var Yr=({clip:t,steepest:e,single:s})=>c`<b class="role-gradient">Hatched:</b> what arrives${t&&" after clipping; thin line: before"}.
  <b>Dashed:</b> radius^lag, the slope of linear units in the long run, not a bound.
  <b>Thin gray:</b> (spectral norm${e<1&&" × ¼, the steepest sigmoid"})^lag, an upper bound.
  Every unit receives 1 at every timestep, and the state starts at zero.${s.some(Boolean)&&c`
  <b>Shaded:</b> beyond float32, which overflows above 3.4 × 10³⁸, loses digits below 1.2 × 10⁻³⁸ and underflows to zero below its smallest number, 1.4 × 10⁻⁴⁵.`}`;function Ur(t){let{radius:e,spectralNorm:s,norms:n,single:o,clipped:a,radiusPowers:r,bounds:i,lag:l,timesteps:u,below:d,back:h,beyond:p,above:$,steepest:m,clip:f}=t,b=(R,A)=>c`<tr><th scope="row">${R}</th><td>${A}</td></tr>`,x=(R,A)=>W(R,A,j(A)),g=R=>Es(t)?G(As(t),R):R,y=(R,A,q)=>g(c`${R}<sup>${l}</sup> = ${x(A,q)}`),v=c`<span class="u-soft">not within ${u} lags</span>`,_=(R,A,q)=>A===null?v:c`lag ${W(R,A)}${q}`,H=h===null?", and stays":c`, above again at ${W("back",h)}`;return c`<table><tbody>
    ${b("spectral radius",W("radius",e,w(e)))}
    ${b("spectral norm",W("spectral_norm",s,Wt(s)))}
    ${b(c`norm at lag ${l}`,g(c`<b>${x("log10_norm",n[l])}</b> = 10<sup>${w(n[l])}</sup>`))}
    ${b("precision",o[l]?c`<span class="u-alarm">${o[l]}</span>`:"fits into float32")}
    ${b("after clipping",f?g(x("log10_clipped",a[l])):c`<span class="u-soft">not clipped</span>`)}
    ${b("radius^lag",y(Wt(e),"log10_radius_power",r[l]))}
    ${b("upper bound",y(m<1?`(${Wt(s)} × ¼)`:Wt(s),"log10_bound",i[l]))}
    ${b("above 1 for",G("growth",W("above",$,$?`the first ${T($,"step")}`:"no step")))}
    ${b("below 1/1000",G("below",_("below",d,H)))}
    ${b("above 1000",_("beyond",p))}
  </tbody></table>`}function Kr({family:t,norms:e,single:s,clipped:n,radiusPowers:o,bounds:a,clip:r}){let i=l=>t==="gaussian"?G("growth",l):l;return c`<table class="u-table">
    <caption>Norm of ∂H_T/∂H_T−k for every lag k, its base-ten logarithm, and the bounds</caption>
    <thead><tr><th scope="col">lag</th><th scope="col">norm</th><th scope="col">log10</th>${r&&c`<th scope="col">clipped</th>`}<th scope="col">radius^lag</th><th scope="col">bound</th><th scope="col">in float32</th></tr></thead>
    <tbody>${e.map((l,u)=>c`<tr><th scope="row">${u}</th><td>${i(j(l))}</td><td>${i(w(l,3))}</td>${r&&c`<td>${i(j(n[u]))}</td>`}<td>${j(o[u])}</td><td>${j(a[u])}</td><td>${s[u]||"fits"}</td></tr>`)}</tbody>
  </table>`}var X=t=>`(None, ${t.join(", ")})`,bo=t=>t.reduce((e,s)=>e*s,1),mo=(t,e)=>({kernel:[t,e],bias:[e]}),Os=(t,e=1)=>(s,n)=>({kernel:[s,t*n],recurrent_kernel:[n,t*n],bias:e>1?[e,t*n]:[t*n]}),Jr={SimpleRNN:Os(1),LSTM:Os(4),GRU:Os(3,2),Dense:mo,TimeDistributed:mo},it=({kind:t})=>["SimpleRNN","LSTM","GRU"].includes(t);function Zr({kind:t,size:e,return_sequences:s},n){return t==="Flatten"?[bo(n)]:t==="RepeatVector"?[e,...n]:t==="Dense"||t==="TimeDistributed"||s?[...n.slice(0,-1),e]:[e]}function Qr(t,e,s){if(t.kind==="TimeDistributed")return s.length>1?null:`\`TimeDistributed\` Layer should be passed an \`input_shape\` with at least 3 dimensions, received: ${X(s)}`;let n=t.kind==="RepeatVector"?2:3;return s.length+1===n||!(it(t)||t.kind==="RepeatVector")?null:`Input 0 with name 'None' of layer '${e}' is incompatible with the layer: expected ndim=${n}, found ndim=${s.length+1}. Full shape received: ${X(s)}`}var go={SimpleRNN:"simple_rnn",LSTM:"lstm",GRU:"gru",Dense:"dense",TimeDistributed:"time_distributed",RepeatVector:"repeat_vector",Flatten:"flatten"};function ti(t){let e={},s=n=>(e[n]=(e[n]??-1)+1,e[n]?`${go[n]}_${e[n]}`:go[n]);return t.map(({kind:n})=>(n==="TimeDistributed"&&s("Dense"),s(n)))}function xo(t,e){let s=ti(e),n=[],o=t,a=null;return e.forEach((r,i)=>{let l=o&&Qr(r,s[i],o);l&&(a={at:i,message:l});let u=o&&!l?Zr(r,o):null,d=u?Jr[r.kind]?.(o.at(-1),r.size)??{}:{},h=Object.values(d).reduce((p,$)=>p+bo($),0);n.push({layer:r,name:s[i],input:o,output:u,weights:d,parameters:h}),o=u}),{steps:n,error:a,output:o}}function Qe(t,{steps:e,output:s}){let n=o=>o.length>1;return n(t)?n(s)?e.every(o=>n(o.output))?"synchronous":"asynchronous":"many-to-one":n(s)?"one-to-many":"one-to-one"}var Lt={"one-to-one":["One-to-one","one vector in, one vector out"],"one-to-many":["One-to-many","one vector in, an output at each timestep"],"many-to-one":["Many-to-one","all timesteps in, one vector out"],synchronous:["Many-to-many, synchronous","an output at each timestep of the input"],asynchronous:["Many-to-many, asynchronous","the whole input is read into one vector before the first output"]};function ht({kind:t,size:e="",return_sequences:s},n=""){let o=t==="TimeDistributed"?`${n}Dense(${e})`:e;return`${n}${t}(${o}${s?", return_sequences=True":""})`}function yo({steps:t,error:e}){let{layer:s,input:n}=t[e.at],o=t.slice(0,e.at).findLast(l=>l.input.length!==l.output.length),a=o&&t.indexOf(o)+1,r=o?`layer ${a}, ${o.layer.kind},`:"the input";if(s.kind==="RepeatVector"){let l=`RepeatVector repeats one vector, but a sequence ${X(n)} arrives`,u=t.slice(0,e.at).findLastIndex(d=>it(d.layer));return u>=0?`${l}: switch return_sequences off in layer ${u+1}, so that it returns its last state alone, or remove RepeatVector.`:`${l}: put a recurrent layer with return_sequences off before it, or remove it.`}let i=`${s.kind} goes along a time axis, and ${r} leaves none: what arrives is ${X(n)}`;return o?it(o.layer)?`${i}. Switch return_sequences on in layer ${a}, or put RepeatVector between.`:`${i}. Remove layer ${a}, or put RepeatVector between.`:`${i}. Give the input timesteps, or put RepeatVector first.`}var ts=t=>t.startsWith("repair"),Rs=t=>Number(t.split(" ")[1]),Ls=3,qs=t=>ts(t)?`repair ${Rs(t)%Ls+1}`:"repair 1";function wo(t,e){let{pattern:s,repair:n,starts:o}=t;if(!n)return null;let{timesteps:a,features:r,goal:i}=o[s],l=[n.solved&&" u-right",n.wrong&&" u-wrong"];return c`<div class="u-task" role="group" aria-label="Broken stack">
    <p><strong>Broken stack ${Rs(s)} of ${Ls}.</strong> From ${X([a,r])} with a recurrent layer
      to ${X(i)}. Change what you like; one switch is enough.</p>
    <p class="u-verdict${l}" data-value="repair" data-exact="${n.solved?"solved":"open"}">${n.words}</p>
    <div class="u-answer">
      <button type="button" class="u-primary" id="${e}-next" data-edit="start" data-with="[&quot;${qs(s)}&quot;]">${Rs(s)<Ls?"Next broken stack":"First broken stack"}</button>
      <button type="button" class="u-quiet" id="${e}-again" data-edit="start" data-with="[&quot;${s}&quot;]">Start this one again</button>
    </div>
  </div>`}function vo({pattern:t,starts:e},{input:s,layers:n,error:o,output:a,steps:r}){if(!ts(t))return null;let{timesteps:i,features:l,goal:u,layers:d}=e[t],h=si(d,n),p=h.length?`You ${ei(h)}.`:"",$=[i,l],m=(g,y)=>({solved:g,wrong:!g&&h.length>0,words:`${p} ${y}`.trim()});if(String(s)!==String($))return{...m(!1,`The input must stay ${X($)}; it is ${X(s)}.`),wrong:!0};if(o)return m(!1,`Keras ${h.length?"still refuses":"refuses"} layer ${o.at+1}: its message is below the drawing.`);if(String(a)!==String(u))return m(!1,`Keras builds it without a word, but the output is ${X(a)} and not ${X(u)}.`);if(!n.some(it))return m(!1,"The shape is right, but no recurrent layer is left: nothing carries a state from timestep to timestep.");let[f,b]=Lt[Qe(s,{steps:r,output:a})],x=[s,...r.map(g=>g.output)].map(X).join(" → ");return m(!0,`Repaired: ${x}. ${f}: ${b}.`)}var ei=t=>t.length>1?`${t.slice(0,-1).join(", ")} and ${t.at(-1)}`:t[0];function si(t,e){let s=new Map,n=(a,r)=>{let i=`${a} ${r}`;return s.has(i)||s.set(i,o(a,r)),s.get(i)},o=(a,r)=>{let i=[],l=(u,d,h)=>i.push({cost:u+h.cost,words:[...d,...h.words]});if(a===t.length&&r===e.length)return{cost:0,words:[]};if(a<t.length&&r<e.length){let u=ni(t[a],e[r],r+1);l(t[a].kind===e[r].kind?u.length:1.5,u,n(a+1,r+1))}return a<t.length&&l(1,[`removed ${ht(t[a])}`],n(a+1,r)),r<e.length&&l(1,[`added ${ht(e[r])} as layer ${r+1}`],n(a,r+1)),i.reduce((u,d)=>d.cost<u.cost?d:u)};return n(0,0).words}function ni(t,e,s){if(t.kind!==e.kind)return[`replaced ${ht(t)} by ${ht(e)}`];let n=[];return t.return_sequences!==e.return_sequences&&n.push(`switched return_sequences ${e.return_sequences?"on":"off"} in layer ${s} (${e.kind})`),t.size!==e.size&&n.push(`changed the size of layer ${s} (${e.kind}) from ${t.size} to ${e.size}`),n}var oi={"one-to-one":[[1],[1],[1]],"one-to-many":[[0],[0,1,2],[0,1,2]],"many-to-one":[[0,1,2],[0,1,2],[2]],synchronous:[[0,1,2],[0,1,2],[0,1,2]],asynchronous:[[-.5,.5],[-.5,.5,1.5,2.5],[1.5,2.5]],broken:[[0,1,2],[0,2],[]]};function ko({pattern:t,found:e},s){let n=(o,a,r,i)=>c`<button type="button" id="${s}-card-${o}" data-edit="start"
    data-with="[&quot;${r}&quot;]" aria-pressed="${i}">${ai(oi[o])}<span>${a}</span></button>`;return c`${Object.entries(Lt).map(([o,[a]])=>n(o,a,o,o===e))}
    ${n("broken","Broken stack",qs(t),ts(t))}`}function ai([t,e,s]){let n=a=>36+16*(a-1),o=(a,r)=>a.map(i=>r(n(i)));return c`<svg width="72" height="44" viewBox="0 0 72 44" aria-hidden="true">
    ${e.slice(1).map((a,r)=>c`<path d="M${n(e[r])} 22H${n(a)}" class="u-pass"/>`)}
    ${o(t,a=>c`<path d="M${a} 8V22" class="u-flow"/><rect x="${a-5}" y="2" width="10" height="8" class="u-x"/>`)}
    ${o(s,a=>c`<path d="M${a} 22V36" class="u-flow"/><rect x="${a-5}" y="34" width="10" height="8" class="u-y"/>`)}
    ${o(e,a=>c`<rect x="${a-5}" y="17" width="10" height="10" rx="4" class="u-h"/>`)}
    ${s.length===0&&c`<path d="M${n(1)-6} 16l12 12m0-12l-12 12" class="u-stopped"/>`}
  </svg>`}var _e=68,nt=22,qt=24,ri=t=>String(t).replace(/\d/g,e=>"₀₁₂₃₄₅₆₇₈₉"[e]);function To(t){return{at:Array.from({length:t},(s,n)=>100*(n+.5)/t),wide:Math.min(60/t,10)}}function Ho(t,e){let{input:s,steps:n,error:o,output:a}=t,r=[es(0,"Input",X(s)),ss(0,Mo(s),"u-x",s.length>1?"x":null)],i=Mo(s);if(n.forEach((u,d)=>{let h=(d+1)*_e;if(!u.output){r.push(di(u,d,h,o,i,e));return}let p=ii(u,i);r.push(So(h,u,i,p,e),ci(u,h,i,p,e)),r.push(es(h,c`${d+1} ${Wo(u.layer)}`,X(u.output))),i=p}),a){let u=(n.length+1)*_e;r.push(So(u,null,i,i,e),ss(u,i,"u-y","y",a.length>1)),r.push(es(u,"Output",X(a)))}let l=(n.length+(a?1:0))*_e+nt+qt+4;return c`<svg class="u-figure" width="100%" height="${l}" role="img" aria-label="The stack, unrolled in time">
    <defs>${ut(`${e}-refused`)}${_o(e,"tip")}${_o(e,"stop")}</defs>${r}</svg>`}var _o=(t,e)=>c`<marker id="${t}-${e}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
  markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" class="u-${e}"/></marker>`,Mo=t=>t.length>1?To(t[0]):{at:[50],wide:10};function ii({layer:t,input:e,output:s},n){return t.kind==="RepeatVector"?To(s[0]):t.kind==="Flatten"&&e.length>1?{at:[50],wide:10}:it(t)&&s.length===1?{at:n.at.slice(-1),wide:n.wide}:n}var es=(t,e,s,n="")=>c`<text x="0" y="${t+14}" class="u-strong u-halo ${n}">${e}</text>
  <text x="100%" y="${t+14}" text-anchor="end" class="u-strong u-halo ${n}">${s}</text>`,Wo=t=>c`${ht({...t,return_sequences:!1}).replace("()","")}${it(t)&&c`<tspan class="u-roomy u-plain">  return_sequences=${t.return_sequences?"True":"False"}</tspan>`}`;function ss(t,{at:e,wide:s},n,o,a=!0){return e.map((r,i)=>c`<rect x="${N(r-s/2)}" y="${t+nt}" width="${N(s)}" height="${qt}" rx="${n==="u-h"?8:2}" class="${n}"/>
    ${o&&c`<text x="${N(r)}" y="${t+nt+16}" text-anchor="middle" class="${e.length>6&&"u-roomy"}">${o}${a&&ri(i+1)}</text>`}`)}function So(t,e,s,n,o){let a=t-_e+nt+qt,r=(i,l)=>c`<line x1="${N(i)}" y1="${a}" x2="${N(l)}" y2="${t+nt}" class="u-flow" marker-end="url(#${o}-tip)"/>`;return e?.layer.kind==="RepeatVector"?n.at.map(i=>r(s.at[0],i)):s.at.map(i=>r(i,i))}function ci({layer:t,input:e,output:s},n,o,a,r){return it(t)?[li(n,o,r),ss(n,o,"u-h","h"),s.length===1&&ui(n,o)]:t.kind==="Flatten"?No(n,`${s[0]} values`,"u-plate",e.length>1?[2,96]:[o.at[0]-5,10]):[t.kind==="TimeDistributed"&&c`<rect x="0" y="${n+nt-4}" width="100%" height="${qt+8}" rx="4" class="u-each"/>`,ss(n,a,"u-plate",null)]}var No=(t,e,s,[n,o],a)=>c`<rect x="${N(n)}" y="${t+nt}" width="${N(o)}" height="${qt}" rx="2" class="${s}"${a&&c` fill="${a}"`}/>
  <text x="${N(n+o/2)}" y="${t+nt+16}" text-anchor="middle" class="u-strong u-halo">${e}</text>`,li=(t,{at:e,wide:s},n)=>e.slice(1).map((o,a)=>{let r=c`x1="${N(e[a]+s/2)}" x2="${N(o-s/2)}" y1="${t+nt+12}" y2="${t+nt+12}"`;return c`<line ${r} class="u-pass"/><line ${r} class="u-core"/><line ${r} class="u-none" marker-end="url(#${n}-tip)"/>`}),ui=(t,{at:e})=>e.slice(0,-1).map(s=>{let n=t+nt+qt;return c`<line x1="${N(s)}" x2="${N(s)}" y1="${n}" y2="${n+9}" class="u-dropped"/>
    <text x="${N(s)}" y="${n+17}" text-anchor="middle" class="u-soft u-cross">×</text>`});function di({layer:t},e,s,n,o,a){let r=n.at===e,i=r?"refused":"not built",l=s-_e+nt+qt,[u,d]=t.kind==="RepeatVector"?[2,3]:[3,2];return[r&&o.at.map(h=>c`<line x1="${N(h)}" x2="${N(h)}" y1="${l}" y2="${s+nt}" class="u-stopped" marker-end="url(#${a}-stop)"/>`),r?No(s,`needs ${u} dimensions, gets ${d}`,"u-refuses",[.5,99],`url(#${a}-refused)`):c`<rect x="0.5%" y="${s+nt}" width="99%" height="${qt}" rx="2" class="u-unbuilt"/>`,es(s,c`${e+1} ${Wo(t)}`,i,r?"u-ink-gradient":"u-soft u-plain")]}function Fs({input:t,layers:e,output:s,error:n}){let o=t.length===1?",":"",a=e.map((r,i)=>`${n?.at===i?`    # Keras refuses this one:
`:""}    ${ht(r,"layers.")},`);return`import keras
from keras import layers

keras.utils.clear_session()  # fresh names
model = keras.Sequential([
    keras.Input(shape=(${t.join(", ")}${o})),
${a.join(`
`)}
])
print(model.output_shape)  # ${n?"never reached":X(s)}
`}var hi=["SimpleRNN","LSTM","GRU","Dense","TimeDistributed","RepeatVector","Flatten"],$i={TimeDistributed:"TimeDistributed(Dense)"},pi={kind:"SimpleRNN",size:8,return_sequences:!1},Ao={start({starts:t},e){let{timesteps:s,features:n,layers:o}=t[e];return{pattern:e,timesteps:s,features:n,layers:o}},add:({layers:t})=>({layers:[...t,pi]}),remove:({layers:t},e)=>({layers:t.toSpliced(e,1)}),up:({layers:t},e)=>({layers:[...t.slice(0,e-1),t[e],t[e-1],...t.slice(e+1)]}),sequences:({layers:t},e,s)=>({layers:t.with(e,{...t[e],return_sequences:s})}),kind:({layers:t,limits:e},s,n)=>({layers:t.with(s,fi(t[s],n,e.size))})};function fi({size:t=8,return_sequences:e=!1},s,n){if(s==="Flatten")return{kind:s};let o={kind:s,size:Math.min(t,n[s][1])};return it(o)?{...o,return_sequences:e}:o}function Eo({layers:t,limits:e,error:s},n){let o=t.length===e.layers[1];return c`<ol class="u-rows">${t.map((a,r)=>mi(a,r,t.length,e.size,s,n))}</ol>
    <button type="button" class="u-add" id="${n}-add" data-edit="add" data-then="${n}-kind-${t.length}"${o&&c` disabled`}>
      + Add layer${o&&` (${t.length} are the most)`}</button>`}function mi(t,e,s,n,o,a){let{kind:r,size:i,return_sequences:l}=t,u=h=>`${h} of layer ${e+1}`,d=(h,p,$,m,f,b)=>c`<button type="button" id="${a}-${h==="up"&&p>e?"down":h}-${e}"
    data-edit="${h}" data-with="[${p}]" data-then="${a}-${f}" aria-label="${m} layer ${e+1}" title="${m}"${b&&c` disabled`}>${$}</button>`;return c`<li class="${o?.at===e&&"u-refused"}">
    <b class="u-soft">${e+1}</b>
    <select id="${a}-kind-${e}" data-edit="kind" data-with="[${e}]" aria-label="${u("kind")}">${hi.map(h=>c`<option value="${h}"${h===r&&c` selected`}>${$i[h]??h}</option>`)}</select>
    <span class="u-size">${i!==void 0&&gi(t,e,n[r],a)}</span>
    <span class="u-all">${it(t)&&c`<label class="u-toggle"><input type="checkbox" role="switch" id="${a}-all-${e}"
      data-edit="sequences" data-with="[${e}]" aria-label="${u("return_sequences")}"${l&&c` checked`}><span>return_sequences</span></label>`}</span>
    <span class="u-moves">
      ${d("up",e,"↑","Move up",e>1?`up-${e-1}`:"down-0",e===0)}
      ${d("up",e+1,"↓","Move down",e+2<s?`down-${e+1}`:`up-${e+1}`,e===s-1)}
      ${d("remove",e,"✕","Remove",s>2?`remove-${Math.min(e,s-2)}`:"kind-0",s===1)}
    </span>
  </li>`}function gi({kind:t,size:e},s,[n,o],a){let r=t==="RepeatVector"?"times":"units";return c`<label><span>${r}</span><input type="number" id="${a}-size-${s}" data-trait="layers" data-at="[${s},&quot;size&quot;]"
    aria-label="${r} of layer ${s+1}" min="${n}" max="${o}" step="1" required autocomplete="off" value="${e}"></label>`}var Oo={kind:"IOPatterns",title:"One or many in, one or many out",lead:"A stack builds when the shape that one layer returns is the shape that the next one takes.",traits:["pattern","timesteps","features","layers","limits","starts","initial","predictions"],compute:bi,body:xi,slots:yi,controls:Ro,questions:_i,describe:Ti,numbers:Hi,python:Fs,edits:Ao};function bi({pattern:t,timesteps:e,features:s,layers:n,limits:o,starts:a}){let r=e?[e,s]:[s],i={input:r,layers:n,...xo(r,n)};return{pattern:t,timesteps:e,features:s,limits:o,starts:a,...i,parameters:i.steps.reduce((l,u)=>l+u.parameters,0),found:i.error?null:Qe(r,i),repair:vo({pattern:t,starts:a},i)}}function Ro({timesteps:t,features:e,limits:s}){return{timesteps:L(s.timesteps,t,t?T(t,"step"):"no time axis"),features:L(s.features,e,String(e))}}function xi(t,e,s){let n=Ro(t);return c`<div class="u-cards" role="group" aria-label="Start from" data-slot="cards">${s.cards}</div>
  <div data-slot="task">${s.task}</div>
  <div class="u-controls">
    ${z(e,"timesteps",c`timesteps <i class="role-input">T</i>`,n.timesteps)}
    ${z(e,"features",c`features <i>d</i>`,n.features)}
  </div>
  <div class="u-stack" role="group" aria-label="Layers, from the input to the output" data-slot="stack">${s.stack}</div>
  <div data-slot="chain">${s.chain}</div>
  <p class="u-key"><b class="role-input">x, dashed:</b> inputs. <b>h, round:</b> one recurrent cell, used again at each timestep; the double line is its hidden state.
    <b class="role-output">y, dotted:</b> outputs. <b>×:</b> a state that return_sequences=False keeps to itself. <b class="role-gradient">Hatched:</b> refused.</p>
  <div data-slot="verdict">${s.verdict}</div>
  <div class="u-below">
    <div data-slot="summary">${s.summary}</div>
    <div data-slot="code">${s.code}</div>
  </div>`}function yi(t,e){return{cards:ko(t,e),task:c`${wo(t,e)}`,stack:Eo(t,e),chain:Ho(t,e),verdict:wi(t),code:c`<p class="u-heading">The same in Keras</p><pre class="u-keras" role="group" aria-label="Keras code" tabindex="0"><code>${Fs(t)}</code></pre>`,summary:ki(t)}}function wi(t){let{error:e,found:s}=t;return e?c`<div class="u-outcome u-refusal"><p><strong>Keras 3 says:</strong></p>
    <p><code data-value="error">ValueError: ${e.message}</code></p><p>${yo(t)}</p></div>`:c`<p class="u-outcome"><strong>${Lt[s][0]}:</strong> ${Lt[s][1]}.</p>`}function vi({weights:t}){let e=Object.values(t).map(s=>s.join("·"));return e.length>0&&c`<span class="u-soft">${e.join(" + ")} = </span>`}function ki({steps:t,parameters:e,input:s}){return c`<table class="u-table">
    <caption>What each layer returns, and its parameters</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">output shape</th><th scope="col">parameters</th></tr></thead>
    <tbody><tr><th scope="row">input</th><td>${W("shape.input",X(s))}</td><td></td></tr>${t.map((n,o)=>c`<tr><th scope="row">${n.name}</th><td>${n.output?W(`shape.${o}`,X(n.output)):"none"}</td>
        <td>${n.output&&[vi(n),W(`parameters.${o}`,n.parameters)]}</td></tr>`)}<tr><th scope="row">all</th><td></td><td><b>${W("parameters",e)}</b></td></tr></tbody>
  </table>`}function _i(){return[{key:"stacked",locks:!0,moot:!1,about:{},setting:()=>"two stacked SimpleRNN layers",text:c`The input is (None, 12, 5). Two SimpleRNN(8) layers are stacked, the first with return_sequences=False, which is Keras's default.
        <strong>What happens?</strong>`,choices:{works:"It works and gives (None, 8)",one:"It works, but the second layer sees only one timestep",refuses:"Keras refuses"},verdict:Si}]}var Mi={works:"You said it works and gives (None, 8); Keras refuses. (None, 8) is already what the first layer returns.",one:"You said the second layer sees one timestep; Keras refuses. One timestep would be (None, 1, 8), and nothing adds that axis.",refuses:"You said Keras refuses, and it does."};function Si({answer:t}){let e="The first layer returns its last state alone, (None, 8), with 2 dimensions; the second goes along time and needs 3. With return_sequences=True the first returns all twelve states, (None, 12, 8), and both fit. The card “Broken stack” has this one to repair.";return t===null?{right:null,said:"Keras refuses.",why:e}:{right:t==="refuses",said:Mi[t],why:e}}function Ti({input:t,steps:e,error:s,found:n,parameters:o,repair:a}){let r=e.slice(0,s?.at).map(({layer:d,output:h})=>`${ht(d)} → ${X(h)}`),i=[X(t),...r].join(" → "),l=s&&`layer ${s.at+1}, ${ht(e[s.at].layer)}, is refused`;return`${s?`${i}; ${l}.`:`${i}: ${Lt[n][0].toLowerCase()}, ${T(o,"parameter")}.`}${a?.solved?" The broken stack is repaired.":""}`}function Hi({steps:t}){let e=t.flatMap(({name:s,weights:n})=>Object.entries(n).map(([o,a])=>[s,o,a]));return c`<table class="u-table">
    <caption>Every weight of the layers that build, as Keras keeps it</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">weight</th><th scope="col">shape</th><th scope="col">numbers</th></tr></thead>
    <tbody>${e.map(([s,n,o])=>c`<tr><th scope="row">${s}</th><td>${n}</td><td>(${o.join(", ")}${o.length===1&&","})</td><td>${o.reduce((a,r)=>a*r)}</td></tr>`)}</tbody>
  </table>`}var U={forget:{letter:"f",name:"forget",field:"F",range:[0,1],line:"solid"},input:{letter:"i",name:"input",field:"I",range:[0,1],line:"dashed"},candidate:{letter:"c̃",name:"candidate",field:"C_tilde",range:[-1,1],line:"dash-dotted"},cell:{letter:"c",name:"cell",field:"C",line:"thick"},output:{letter:"o",name:"output",field:"O",range:[0,1],line:"dotted"},hidden:{letter:"h",name:"hidden",field:"H",range:[-1,1],line:"double"}},Me=(t,e)=>U[t].range?.[0]===0?w(e):Y(e);function Lo({preset:t,x:e,t:s,unit:n,units:o,now:a,lines:r},i){let l=Object.entries(a).map(([d,h])=>`${U[d].letter} = ${Me(d,h)}`).join(", "),u=i||s===e.length?"":` At t = ${e.length} the cell state is ${Y(r.cell.at(-1))}.`;return`An LSTM with ${T(o,"unit")} (${t}) reads ${e.length} timesteps. At t = ${s} its input is ${Y(e[s-1])}, and unit ${n} has ${l}.${u}`}function qo({x:t,lines:e,preset:s,unit:n,W_x:o,W_h:a,b:r}){let i=Object.entries(U),l=u=>u.join(", ").replaceAll("-","−");return c`<table class="u-table">
    <caption>Every timestep of unit ${n} (${s})</caption>
    <thead><tr><th scope="col">t</th><th scope="col">x</th>${i.map(([,{letter:u}])=>c`<th scope="col">${u}</th>`)}</tr></thead>
    <tbody>${t.map((u,d)=>c`<tr><th scope="row">${d+1}</th><td>${w(u,3)}</td>${i.map(([h,{field:p}])=>c`<td>${W(`${p}.${d+1}`,e[h][d],w(e[h][d],4))}</td>`)}</tr>`)}</tbody>
  </table>
  <p class="u-soft">Weights in Keras's order, i, f, c\u0303, o: W<sub>x</sub> = (${l(o[0])});
    W<sub>h</sub> = (${a.map(l).join("; ")}); b = (${l(r)}).</p>`}var Is=320,Wi=296,ct=44,mt=128,lt={top:196,height:28,width:42},Cs=248,js=272,I={forget:76,input:130,candidate:190,output:248,add:168};function Io(t){let{t:e,x:s,unit:n,units:o,now:a,before:r,step:i}=t,l=Object.keys(U),u=(g,y)=>{let v=l.indexOf(g)-l.indexOf(i);return c`<g class="${v>0?"u-later":v===0&&"u-now"}">${y}</g>`},d=(g,y)=>c`<g data-lit="${g}"${U[g]&&c` data-pick="step" data-to="${JSON.stringify(g)}"`}>${y}</g>`,h=(g,y=e)=>c`<tspan class="u-letter">${U[g].letter}</tspan><tspan dy="3" class="u-index">${y}</tspan><tspan dy="-3"> </tspan>`,p=(g,y,v)=>c`<tspan class="u-number" data-value="${g}" data-exact="${y}">${v}</tspan>`,$=(g,y,v)=>c`<text x="${y}" y="${v}" class="u-role-ink role-${g}">${h(g)}</text>
    <text x="${y}" y="${v+15}">${p(U[g].field,a[g],Me(g,a[g]))}</text>`,m=g=>c`${gt("hidden",`M${g-8} ${Cs}V${lt.top+lt.height}`)}${gt("input",`M${g+8} ${js}V${lt.top+lt.height+1}`)}`,f=(g,y,v,_,H)=>u(g,d(g,c`${gt(g,v)}
    <rect x="${I[g]-lt.width/2}" y="${lt.top}" width="${lt.width}" height="${lt.height}" rx="6" class="u-gate u-gate-${g}"/>
    <text x="${I[g]}" y="${lt.top+18}" text-anchor="middle">${y}</text>${$(g,_,H)}`)),b=a.input*a.candidate,x=Math.tanh(a.cell);return c`<svg class="u-figure" viewBox="0 0 ${Is} ${Wi}" role="img" aria-label="The cell at timestep ${e}, unit ${n} of ${o}">
    ${d("hidden-before",c`${gt("hidden",`M6 ${Cs}H${I.output-8}`)}
      <text x="6" y="${Cs+16}">${h("hidden",e-1)}${p("H_before",r.hidden,Y(r.hidden))}</text>`)}
    ${d("x",c`${gt("input",`M6 ${js}H${I.output+8}`)}
      <text x="6" y="${js+17}"><tspan class="u-letter">x</tspan><tspan dy="3" class="u-index">${e}</tspan><tspan dy="-3"> </tspan>${p("x",s[e-1],Y(s[e-1]))}</text>`)}
    ${["forget","input","candidate","output"].map(g=>u(g,m(I[g])))}
    ${d("cell-before",c`${gt("cell",`M6 ${ct}H${I.forget-11}`)}
      <text x="6" y="${ct-12}">${h("cell",e-1)}${p("C_before",r.cell,Y(r.cell))}</text>`)}
    ${f("forget","σ",`M${I.forget} ${lt.top}V${ct+11}`,I.forget+9,118)}
    ${f("input","σ",`M${I.input} ${lt.top}V${mt}H${I.add-11}`,I.input+9,164)}
    ${f("candidate","tanh",`M${I.candidate} ${lt.top}V${mt}H${I.add+11}`,I.candidate+9,164)}
    ${u("cell",c`${gt("cell",`M${I.forget+11} ${ct}H${I.add-11}`)}
      <text x="${(I.forget+I.add)/2}" y="${ct-12}" text-anchor="middle" class="u-number">${Y(a.forget*r.cell)}</text>
      ${gt("candidate",`M${I.add} ${mt-11}V${ct+11}`)}
      <text x="${I.add+8}" y="${(ct+mt)/2+4}" class="u-number">${Y(b)}</text>
      ${d("cell",c`${gt("cell",`M${I.add+11} ${ct}H308`)}${Fo("cell",318,ct)}
        <text x="${Is-2}" y="${ct-12}" text-anchor="end" class="u-role-ink role-cell">${h("cell")}${p("C",a.cell,Y(a.cell))}</text>`)}
      ${ns(I.forget,ct,"×")}${ns(I.add,mt,"×")}${ns(I.add,ct,"+")}`)}
    ${f("output","σ",`M${I.output} ${lt.top}V${mt+11}`,I.output+9,164)}
    ${u("hidden",c`${gt("cell",`M${I.output} ${ct}V${mt-11}`,"u-thin")}
      <rect x="${I.output-22}" y="66" width="44" height="22" rx="11" class="u-gate"/><text x="${I.output}" y="81" text-anchor="middle">tanh</text>
      <text x="${I.output+9}" y="106" class="u-number">${w(x)}</text>
      ${d("hidden",c`${gt("hidden",`M${I.output+11} ${mt}H310`)}${Fo("hidden",319,mt)}
        <text x="${Is-2}" y="${mt+19}" text-anchor="end" class="u-role-ink role-hidden">${h("hidden")}${p("H",a.hidden,Y(a.hidden))}</text>`)}
      ${ns(I.output,mt,"×")}`)}
  </svg>`}var gt=(t,e,s="")=>c`<path d="${e}" class="u-grab"/><path d="${e}" class="u-role-${t} ${s}"/>${t==="hidden"&&c`<path d="${e}" class="u-gap"/>`}`,Fo=(t,e,s)=>c`<path d="M${e} ${s}l-11 -6v12z" class="u-head-${t}"/>`,ns=(t,e,s)=>c`<circle cx="${t}" cy="${e}" r="11" class="u-gate"/><text x="${t}" y="${e+5}" text-anchor="middle" class="u-sign">${s}</text>`;var Ft=t=>t.reduce((e,{product:s})=>e+s,0),ee=(t,e)=>t.map(({value:s,weight:n},o)=>{let a=e(s),r=a.startsWith("−"),i=o===0?"":r?"− ":"+ ",l=o>0&&r?a.slice(1):a;return c`<span class="u-term">${i}${l} · ${n<0?`(${ot(n)})`:ot(n)}</span> `});var Ni=4,Co={forget:"forget gate",input:"input gate",candidate:"candidate",cell:"cell state",output:"output gate",hidden:"hidden state"};function jo(t,e){let{t:s,step:n}=t,o=p=>c` data-then="${e}-${p}"`,a=(p,$)=>c` data-edit="go" data-with="${JSON.stringify([p,$])}"`,r=(p,$,m,f,b,x)=>c`<button type="button" class="u-symbol role-${m}" data-lit="${f}" title="${b}"${x}><i>${p}</i><sub>${$}</sub></button>`,i=p=>r(U[p].letter,s,p,p,`${Co[p]}: its equation`,c`${p===n&&c` id="${e}-result"`}${a(s,p)}${o("result")}`),l=p=>r(U[p].letter,s-1,p,`${p}-before`,s>1?`${Co[p]} of the timestep before: its equation`:"0 at the start",s>1&&c`${a(s-1,p)}${o("result")}`),u=r("x",s,"input","x","input: draw it",c`${a(s,n)}${o("x")}`),[d,h]=(Ei[n]??Ai)(t,{s:i,before:l,x:u});return c`<p class="u-law">${i(n)} = ${d}</p><table><tbody>${h.map(([p,$,m],f)=>c`<tr class="${f===h.length-1&&"u-total"}"><th scope="row">${p}</th><td>${$}</td><td>${m}</td></tr>`)}</tbody></table><p class="u-soft u-rounded">Shown rounded, computed with all digits.</p>`}var st=t=>t===0?"0":w(t,Ni),Ps=t=>t<0?`(${st(t)})`:st(t);function Ai({step:t,t:e,terms:s,now:n},{before:o,x:a}){let{letter:r}=U[t],i=t==="candidate"?"tanh":"σ",l=r.slice(0,1),u=Ft(s.input)+Ft(s.state)+s.bias,d=c`<i>W</i><sub>x${l}</sub>`,h=c`<i>W</i><sub>h${l}</sub>`,p=c`<i>b</i><sub>${l}</sub>`;return[c`${i}(${a} ${d} + ${o("hidden")} ${h} + ${p})`,[[c`<i>x</i><sub>${e}</sub> ${d}`,ee(s.input,ot),st(Ft(s.input))],[c`<i>h</i><sub>${e-1}</sub> ${h}`,ee(s.state,$=>$===0?"0":w($,3)),st(Ft(s.state))],[p,"",ot(s.bias)],[c`<i>${r}</i><sub>${e}</sub>`,c`${i}(${W("A",u,st(u))})`,st(n[t])]]]}var Ei={cell({t,now:e,before:{cell:s}},{s:n,before:o}){let[a,r]=[e.forget*s,e.input*e.candidate];return[c`${n("forget")} · ${o("cell")} + ${n("input")} · ${n("candidate")}`,[[c`<i>f</i><sub>${t}</sub> · <i>c</i><sub>${t-1}</sub>`,c`${st(e.forget)} · ${Ps(s)}`,st(a)],[c`<i>i</i><sub>${t}</sub> · <i>c\u0303</i><sub>${t}</sub>`,c`${st(e.input)} · ${Ps(e.candidate)}`,st(r)],[c`<i>c</i><sub>${t}</sub>`,"their sum",st(e.cell)]]]},hidden({t,now:e},{s}){let n=Math.tanh(e.cell);return[c`${s("output")} · tanh(${s("cell")})`,[[c`tanh(<i>c</i><sub>${t}</sub>)`,c`tanh(${st(e.cell)})`,st(n)],[c`<i>h</i><sub>${t}</sub>`,c`${st(e.output)} · ${Ps(n)}`,st(e.hidden)]]]}};var Po=t=>Math.round(100*t)/100+0,Se={pulse:t=>+(t===3),"two pulses":t=>+(t===3||t===12),step:t=>+(t>=6),ramp:(t,e)=>Po(2*(t-1)/(e-1)-1),sine:t=>Po(Math.sin(Math.PI*(t-1)/6)),zero:()=>0,airline:null},Xo=(t,e,s)=>t==="airline"?s:Array.from({length:e},(n,o)=>Se[t](o+1,e));var zo=({x:t,W_x:e,W_h:s,b:n,units:o,unit:a,t:r})=>`import numpy as np

x = np.array(${P(t)}, dtype=float)  # ${t.length} timesteps, one feature
W_x = np.array(${P(e)}, dtype=float)  # (1, 4 units): gates i, f, c, o
W_h = np.array(${P(s)}, dtype=float)  # (units, 4 units)
b = np.array(${P(n)}, dtype=float)

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

h = c = np.zeros(${o})  # H_0 and C_0
rows = []
for x_t in x:
    a_i, a_f, a_c, a_o = np.split(x_t * W_x[0] + h @ W_h + b, 4)
    f = sigmoid(a_f)
    i = sigmoid(a_i)
    c_tilde = np.tanh(a_c)
    c = f * c + i * c_tilde
    o = sigmoid(a_o)
    h = o * np.tanh(c)
    rows.append([f, i, c_tilde, c, o, h])
F, I, C_tilde, C, O, H = np.array(rows).transpose(1, 0, 2)  # each (timesteps, units)
print("t = ${r}, unit ${a}: f, i, c~, c, o, h =", np.array(rows)[${r-1}, :, ${a-1}])

# The same in Keras:
# import keras
# layer = keras.layers.LSTM(${o}, return_sequences=True, dtype="float64")
# layer.build((None, None, 1))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(x[None, :, None])[0], H, atol=1e-10)
`;var Vt=20,se=3;function Vo({preset:t,x:e,t:s,lines:{forget:n,input:o,cell:a}}){let r=Vt-1;return[{key:"hold",locks:!0,moot:t!=="latch"||s>se||e.some((i,l)=>i!==Se.pulse(l+1)),about:{preset:t,x:e,c:a[r],f:n[r],i:o[r]},setting:()=>"the latch and its one pulse",text:c`A latch reads one pulse, x = 1 at t = ${se}, and zeros before and after it. <strong>What is its cell state at t = ${Vt}?</strong>`,choices:{gone:"0: the input is 0 again",fades:"About 0.5: it fades",held:"About 1: it is held",grows:`About ${Vt-se}: it grows`},verdict:Ri}]}var Oi={gone:"0",fades:"about 0.5",held:"about 1",grows:`about ${Vt-se}`};function Ri({answer:t,about:{c:e,f:s,i:n}}){let o=Vt-se,a=c`After the pulse the forget gate is ${w(s,4)} at every timestep, and ${w(s,4)}<sup>${o}</sup> = ${w(s**o,3)} of the state is left.`,r={gone:c`A cell does not show its input, it keeps its state: what the zeros change is decided by the gates. ${a}`,fades:c`To lose half in ${o} timesteps the forget gate would have to stand at ${w(.5**(1/o),3)}. ${a}`,grows:c`To grow by 1 at a timestep the input gate would have to stay open; x = 0 and the state itself close it, at t = ${Vt} to about 10<sup>−${Math.round(-Math.log10(n))}</sup>. ${a}`},i=c`${r[t]??a} Step back and forth over t = ${se} and watch the gates.`;return t===null?{right:null,said:`It is ${w(e)} at t = ${Vt}.`,why:i}:t==="held"?{right:!0,said:`You said about 1, and it is ${w(e)}.`,why:i}:{right:!1,said:`You said ${Oi[t]}; it is ${w(e)}.`,why:i}}var Do=.3,Li=.25,Xs=.75;function Bo(t){if(t.preset!=="latch")return null;let{solved:e,words:s}=qi(t);return c`<p class="u-task${e&&" u-right"}"><strong>Task.</strong> Draw two pulses, each ${Do} or higher, of which the latch takes
    exactly one: it lets the first pass, and holds the second until t = ${t.x.length}. <span class="u-told">${e?"Solved: ":"Not yet: "}${s}</span></p>`}function qi({x:t,lines:{forget:e,input:s,cell:n}}){let o=Go(t,Do),a=Go(n,Xs),r=$=>c`x = ${Y(t[$])} at t = ${$+1}`,i=$=>({solved:!1,words:$});if(o.length<2)return i(`your input has ${o.length?`one pulse, at t = ${o[0]+1}`:"no pulse yet"}.`);let l=n.findIndex(($,m)=>m<o[1]&&$>=Li);if(l>=0)return i(c`the first pulse gets in: ${r(l)} opens the input gate to ${w(s[l])}, and c becomes ${w(n[l])}.`);if(!a.length){let $=t.indexOf(Math.max(...t));return i(c`none of your ${o.length} pulses is latched. The highest, ${r($)}, opens the input gate to ${w(s[$])}, and c stays below ${Xs}.`)}let[u]=a,d=n.findIndex(($,m)=>m>u&&$<Xs);if(d>0){let $=a.length>1&&` ${T(a.length,"pulse")} are latched in all.`;return i(c`what is latched at t = ${u+1} is lost: ${r(d)} closes the forget gate to ${w(e[d])}.${$}`)}let[h,p]=[Math.max(...n.slice(0,u)),n.at(-1)];return{solved:!0,words:c`the first pulse leaves c at ${w(h)} at most; ${r(u)} opens the input gate to ${w(s[u])}, and at t = ${t.length} the cell still holds ${w(p)}.`}}var Go=(t,e)=>t.flatMap((s,n)=>s>=e&&!(t[n-1]>=e)?[n]:[]);var zs=46,os={top:8,height:30};function Yo(t){let{x:e,t:s,lines:n}=t,o=e.length,a=i=>N(100*i/o),r=zs*Object.keys(U).length;return c`<svg class="u-figure" width="100%" height="${r}" role="img" aria-label="Gates and states over time">
    <rect x="${a(s-1)}" y="0" width="${a(1)}" height="${r}" class="u-paper-place"/>
    ${Object.keys(U).map((i,l)=>Fi(i,l*zs+os.top,n[i],s,a))}
  </svg>`}function Fi(t,e,s,n,o){let[a,r]=U[t].range??Ii(s),i=m=>(r-m)/(r-a),l=m=>+(e+i(m)*os.height).toFixed(2),u=m=>{let f=m.map((b,x)=>`${x+.5},${+i(b).toFixed(4)}`).join(" ");return c`<svg y="${e}" width="100%" height="${os.height}" viewBox="0 0 ${s.length} 1" preserveAspectRatio="none" overflow="visible">
      <polyline points="${f}" class="u-role-${t}" vector-effect="non-scaling-stroke"/>
      ${t==="hidden"&&c`<polyline points="${f}" class="u-gap" vector-effect="non-scaling-stroke"/>`}</svg>`},d=s[n-1],h=n>s.length/2,p=t==="cell"||t==="hidden",$=i(d)<.5;return c`<g data-lit="${t}" data-pick="step" data-to="${JSON.stringify(t)}">
    <rect x="-40" y="${e-os.top}" width="100%" height="${zs}" class="u-ground"/>
    ${[...new Set([r,0,a])].map(m=>c`<line x1="0" x2="100%" y1="${l(m)}" y2="${l(m)}" class="u-grid"/>
      ${(m||!a)&&c`<text x="-6" y="${l(m)+4}" text-anchor="end" class="u-soft">${w(m,0)}</text>`}`)}
    <text x="-36" y="${e+20}" class="u-name role-${t}">${U[t].letter}</text>
    <g class="${p&&"veil-hold"}">${u(s)}</g>
    ${p&&c`<g class="ask-hold">${u(s.slice(0,n))}<text x="${o(n+1.5)}" y="${e+20}" class="u-soft">and then?</text></g>`}
    <circle cx="${o(n-.5)}" cy="${l(d)}" r="3.5" class="u-at-${t}"/>
    <text x="${o(n-.5)}" dx="${h?-6:6}" y="${l(d)+($?15:-6)}" text-anchor="${h?"end":"start"}" class="u-halo ${p&&"veil-hold"}">${Me(t,d)}</text>
  </g>`}var Ii=t=>[Math.floor(Math.min(0,...t)+.05),Math.ceil(Math.max(1,...t)-.05)];var Uo=["input","forget","candidate","output"],Ci={latch:"latch",integrator:"integrator",counter:"counter",trained:"trained"},ji=Object.fromEntries(Object.entries(U).map(([t,{letter:e,name:s}],n)=>[t,c`${n+1} ${s} <i class="role-${t}">${e}</i>`])),Ko={kind:"LSTMStepper",title:"An LSTM, step by step",lead:"Draw the input: every gate is computed from it and from the state before.",traits:["limits","initial","predictions","presets","airline","preset","x","t","step","unit"],compute({limits:t,presets:e,airline:s,preset:n,x:o,t:a,step:r,unit:i}){let{W_x:l,W_h:u,b:d,says:h}=e[n],p=new Et({W_x:l,W_h:u,b:d}),$=p.forward(o.map(_=>[_])),{units:m}=p,f=Math.min(i,m),b=Object.fromEntries(Object.entries(U).map(([_,{field:H}])=>[_,$[H].map(R=>R[f-1])])),[x,g]=a>1?[$.H[a-2],$.C[a-2]]:[$.H0,$.C0],y=Uo.indexOf(r)*m+f-1,v=(_,H)=>({value:_,weight:H,product:_*H});return{limits:t,airline:s,preset:n,x:o,t:a,step:r,unit:f,units:m,W_x:l,W_h:u,b:d,says:h,lines:b,now:Object.fromEntries(Object.entries(b).map(([_,H])=>[_,H[a-1]])),before:{hidden:x[f-1],cell:g[f-1]},terms:Uo.includes(r)&&{input:[v(o[a-1],l[0][y])],state:x.map((_,H)=>v(_,u[H][y])),bias:d[y]}}},controls({limits:t,x:e,t:s,unit:n,units:o}){return{x:Ye(t.x,e,s,`t = ${s}: ${Y(e[s-1])}`),t:L(t.t,s,`${s} of ${e.length}`),unit:{...L([1,o],n,`${n} of ${o}`),disabled:o===1}}},edits:{fill:({airline:t,x:e},s)=>({x:Xo(s,e.length,t)}),weights:({airline:t},e)=>e==="trained"?{preset:e,x:t}:{preset:e},go:(t,e,s)=>({t:e,step:s})},body(t,e,s){let n=this.controls(t);return c`<div class="u-controls">${J(e,"preset","weights",Ci,t.preset,"weights")}</div>
    <p class="u-says" data-slot="says">${s.says}</p>
    <div class="u-pair">
      <div>
        ${Ue(e,"x",c`input <i class="role-input">x</i>: draw it`,s.x,n.x,"t")}
        <div class="u-fills" role="group" aria-label="Inputs to start from">${Object.keys(Se).map(o=>c`<button type="button" class="u-quiet" data-edit="fill" data-with="${JSON.stringify([o])}">${o}</button>`)}</div>
        <div class="u-tracks" data-slot="tracks">${s.tracks}</div>
        <div class="u-controls u-scrub">${z(e,"t",c`timestep <i>t</i>`,n.t)}</div>
        <div data-slot="task">${s.task}</div>
      </div>
      <div>
        <div class="u-controls u-where">
          ${J(e,"step","sub-step",ji,t.step)}
          ${z(e,"unit","unit",n.unit)}
        </div>
        <div class="u-wired" data-slot="cell">${s.cell}</div>
        <div class="u-formula u-step" data-slot="equation">${s.equation}</div>
      </div>
    </div>
    <p class="u-key">Point at a symbol, a wire or a track: those that belong together light up.
      ${Object.entries(U).map(([o,{letter:a,name:r,line:i}],l)=>c`${l>0&&"; "}<b class="role-${o}">${a}</b> ${r}, ${i}`)}.</p>`},slots:(t,e)=>({says:c`${t.says}`,x:Ke(t.x,{low:-1,high:1,selected:t.t,name:"x",label:`The input at ${t.x.length} timesteps`}),tracks:Yo(t),cell:Io(t),equation:jo(t,e),task:Bo(t)}),questions:Vo,describe:Lo,numbers:qo,python:zo};var Te=t=>-Math.log1p(Math.exp(-t)),$t=t=>-Math.LN2/Te(t),He=t=>-Math.LN2/t-Math.log(-Math.expm1(-Math.LN2/t));var ne=1,Jo=100,It=t=>String(+t.toFixed(2)).replace("-","−"),Tt=t=>`${t<99.5?+t.toPrecision(3):Math.round(t)} step${t===1?"":"s"}`,vt=t=>t<0&&t>-.01?w(10**t,5):j(t),Gs=(t,e)=>vt(e*Te(t)/Math.LN10),Zo=()=>[{key:"half",locks:!0,moot:!1,about:{bias:ne},setting:({bias:t})=>`forget bias ${t}`,text:c`Keras starts the forget bias at ${ne}. <strong>After how many timesteps is half of the cell state gone?</strong>`,label:"timesteps",step:.1,verdict:Pi},{key:"keep",moot:!1,about:{lag:Jo},setting:({lag:t})=>`a lag of ${t}`,text:c`The LSTM shall remember over ${Jo} timesteps. <strong>Which forget bias leaves half of the cell state there?</strong>`,label:"forget bias",step:.1,max:8,verdict:Xi}];function Pi({answer:t}){let e=$t(ne),s=Gs(ne,1),n=`f = σ(${ne}) = ${s}, and ln ½ / ln ${s} = ${w(e)}. Move the bias and see how the curve opens.`;if(t===null)return{right:null,said:`${w(e,1)} timesteps.`,why:n};let o=t>=2&&t<=2.4;if(o)return{right:o,said:`You said ${t}, and it is ${w(e)}.`,why:n};let a=t?`the bias ${w(He(t))}`:"a gate that keeps nothing";return{right:o,said:`You said ${t}; it is ${w(e,1)}.`,why:`Too ${t<e?"short":"long"}: after ${t} there is ${Gs(ne,t)} left. A half-life of ${t} takes ${a}. ${n}`}}function Xi({answer:t,about:{lag:e}}){let s=He(e),n=`Half is left at lag ${e} where f = 2^(−1/${e}) = ${w(2**(-1/e),5)}, so b = ln(f / (1 − f)) = ${w(s)}. Each further 1 makes a long half-life 2.7 times as long.`;if(t===null)return{right:null,said:`About ${w(s,0)}.`,why:n};let o=Math.abs(t-s)<=.2;return o?{right:o,said:`You said ${t}, and it is ${w(s)}.`,why:n}:{right:o,said:`You said ${t}; it is ${w(s)}.`,why:`Too ${t<s?"small":"large"}: the half-life of ${t} is ${Tt($t(t))}, and ${Gs(t,e)} is left at lag ${e}. ${n}`}}function Qo({bias:t,lag:e,f:s,halfLife:n,log10Left:o,needed:a},r){return r==="half"?`A forget gate with bias ${It(t)}, applied at every timestep to a cell state that starts at 1.`:`With forget bias ${It(t)} the gate is ${vt(Math.log10(s))}: half of the cell state is gone after ${Tt(n)}, and after ${T(e,"step")} ${vt(o)} of it is left. Half is left there with bias ${w(a)}.`}var Vs=24,Ds=210,oe=Vs+Ds;function ta({timesteps:t,left:e,simulated:s,lag:n,halfLife:o,log10Left:a}){let r=m=>N(100*m/t),i=m=>+(oe-m*Ds).toFixed(2),l=Math.ceil(t/25),u=[1,2,5,10,20,25,50,100].find(m=>t/m<=6),d=(m,f)=>c`<line x1="0" x2="100%" y1="${i(m)}" y2="${i(m)}" class="u-grid"/>
    <text x="-6" y="${i(m)+4}" text-anchor="end" class="u-soft">${f}</text>`,h=Array.from({length:Math.floor(t/u)+1},(m,f)=>f*u),p=Math.round(2*t/3),$=n<t/2;return c`<svg class="u-figure" width="100%" height="${oe+24}" role="img" aria-label="What is left of the cell state by timestep">
    ${d(1,"1")}${d(.5,"½")}${d(0,"0")}
    ${h.map(m=>c`<line x1="${r(m)}" x2="${r(m)}" y1="${oe}" y2="${oe+4}" class="u-tick"/>
      <text x="${r(m)}" y="${oe+18}" text-anchor="middle" class="u-soft">${m}</text>`)}
    <line x1="${r(n)}" x2="${r(n)}" y1="${Vs-6}" y2="${oe}" class="u-marker"/>
    <g class="ask-half"><circle cx="0" cy="${i(1)}" r="4" class="u-simulated"/>
      <text x="10" y="${i(1)+18}" class="u-soft u-halo">it starts at 1: how fast does it fall?</text></g>
    <g class="veil-half">
      <svg y="${Vs}" width="100%" height="${Ds}" viewBox="0 0 ${t} 1" preserveAspectRatio="none" overflow="visible">
        <polyline points="${e.map((m,f)=>`${f},${+(1-m).toFixed(5)}`).join(" ")}" class="u-forget" vector-effect="non-scaling-stroke"/></svg>
      ${s.map((m,f)=>f%l===0&&c`<circle cx="${r(f)}" cy="${i(m)}" r="3.5" class="u-simulated"/>`)}
      <text x="${r(p)}" y="${i(e[p])+(e[p]<.9?-9:20)}" text-anchor="middle" class="u-name">fᵗ</text>
      ${zi(o,t,r,i)}
      <circle cx="${r(n)}" cy="${i(e[n])}" r="5" class="u-read"/>
    </g>
    <text x="${r(n)}" dx="${$?-5:5}" y="12" text-anchor="${$?"start":"end"}" class="u-strong u-halo">lag ${n}<tspan class="veil-half">: ${vt(a)} left</tspan></text>
  </svg>`}function zi(t,e,s,n){let o=`half-life ${Tt(t)}`;if(t>e)return c`<line x1="0" x2="100%" y1="${n(.5)}" y2="${n(.5)}" class="u-half"/>
      <text x="100%" y="${n(.5)+18}" text-anchor="end" class="u-strong u-halo">${o} →</text>`;let a=t<e/2;return c`<line x1="0" x2="${s(t)}" y1="${n(.5)}" y2="${n(.5)}" class="u-half"/>
    <line x1="${s(t)}" x2="${s(t)}" y1="${n(.5)}" y2="${n(0)}" class="u-half"/>
    <circle cx="${s(t)}" cy="${n(.5)}" r="4.5" class="u-cross"/>
    <text x="${s(t)}" dx="${a?9:-9}" y="${n(.5)+(a?-8:18)}" text-anchor="${a?"start":"end"}" class="u-strong u-halo">${o}</text>`}var ae=24,ea=44,[sa,Gi]=[-1,4],kt=ae+(Gi-sa)*ea,Vi=[{b:0,left:!0},{b:1,name:"Keras's 1"},{b:3},{b:5,left:!0}];function na({bias:t,lag:e,needed:s,limits:n}){let[o,a]=n.bias,r=h=>N(100*(h-o)/(a-o)),i=h=>+(kt-(Math.log10(h)-sa)*ea).toFixed(2),l=Array.from({length:4*(a-o)+1},(h,p)=>o+p/4),u=t<(o+a)/2,d=s<(o+a)/2;return c`<svg class="u-figure" width="100%" height="${kt+24}" role="img" aria-label="Half-life by forget bias, log axis">
    ${[.1,1,10,100,1e3].map(h=>c`<line x1="0" x2="100%" y1="${i(h)}" y2="${i(h)}" class="u-grid"/>
      <text x="-6" y="${i(h)+4}" text-anchor="end" class="u-soft">${h}</text>`)}
    ${[-4,-2,0,2,4,6,8].map(h=>c`<line x1="${r(h)}" x2="${r(h)}" y1="${kt}" y2="${kt+4}" class="u-tick"/>
      <text x="${r(h)}" y="${kt+18}" text-anchor="middle" class="u-soft">${It(h)}</text>`)}
    <line x1="${r(t)}" x2="${r(t)}" y1="${ae-6}" y2="${kt}" class="u-marker"/>
    <g class="veil-half">
      <svg y="${ae}" width="100%" height="${kt-ae}" viewBox="0 ${ae} ${a-o} ${kt-ae}" preserveAspectRatio="none">
        <polyline points="${l.map(h=>`${h-o},${i($t(h))}`).join(" ")}" class="u-forget" vector-effect="non-scaling-stroke"/></svg>
      <line x1="0" x2="${r(s)}" y1="${i(e)}" y2="${i(e)}" class="u-half"/>
      <line x1="${r(s)}" x2="${r(s)}" y1="${i(e)}" y2="${kt}" class="u-half"/>
      ${Vi.map(({b:h,left:p,name:$=h})=>c`<circle cx="${r(h)}" cy="${i($t(h))}" r="4" class="u-cross"/>
        <text x="${r(h)}" dx="${p?-8:8}" y="${i($t(h))+(p?-5:15)}" text-anchor="${p?"end":"start"}" class="u-halo">${$}: ${h===5&&c`<tspan class="ask-keep">?</tspan>`}<tspan class="${h===5&&"veil-keep"}">${Tt($t(h))}</tspan></text>`)}
      <circle cx="${r(t)}" cy="${i($t(t))}" r="5" class="u-read"/>
      <text x="${r(s)}" dx="${d?6:-6}" y="${kt-6}" text-anchor="${d?"start":"end"}" class="u-soft u-halo">lag ${e}: ${w(s)}</text>
    </g>
    <text x="${r(t)}" dx="${u?-5:5}" y="12" text-anchor="${u?"start":"end"}" class="u-strong u-halo">b = ${It(t)}<tspan class="veil-half">: ${Tt($t(t))}</tspan></text>
  </svg>`}var oa=({bias:t,lag:e,timesteps:s})=>`import numpy as np
from unrolled.cells import LSTM

b, lag, T = ${t}, ${e}, ${s}
log_f = -np.log1p(np.exp(-b))  # ln sigmoid(b), exact at both ends
f = np.exp(log_f)
half_life = np.log(1 / 2) / log_f
left = np.exp(log_f * np.arange(T + 1))  # f**t
log10_left = lag * log_f / np.log(10)

# The bias that leaves half at the lag: ln(f / (1 - f)) with f = 2**(-1 / lag).
needed = -np.log(2) / lag - np.log(-np.expm1(-np.log(2) / lag))

# The same step by step: one unit, input gate closed, C_0 = 1, zero input.
nothing = np.zeros((1, 4))
cell = LSTM(W_x=nothing, W_h=nothing, b=np.array([-100, b, 0, 0]))
C = cell.forward(np.zeros((1, T, 1)), initial_state=(np.zeros((1, 1)), np.ones((1, 1)))).C
simulated = np.concatenate([[1.0], C[0, :, 0]])

print(f, half_life, log10_left, needed, np.abs(simulated - left).max())
`;var aa={kind:"MemoryHalfLife",title:"Memory half-life",lead:"The forget gate multiplies the cell state at every timestep, so its bias sets how long the LSTM remembers.",traits:["limits","initial","predictions","bias","lag"],compute({bias:t,lag:e,limits:s}){let n=Math.max(10,Math.ceil(1.25*e)),o=Te(t),a=Array.from({length:n+1},(i,l)=>Math.exp(l*o)),r=Bi(t,n);return{bias:t,lag:e,limits:s,timesteps:n,left:a,simulated:r,f:Math.exp(o),halfLife:$t(t),log10Left:e*o/Math.LN10,needed:He(e),difference:Math.max(...a.map((i,l)=>Math.abs(i-r[l])))}},controls:({bias:t,lag:e,limits:s})=>({bias:L(s.bias,t,It(t),.1),lag:L(s.lag,e,T(e,"step"))}),body(t,e,s){let n=this.controls(t),o=(a,r)=>z(e,a,r,n[a]);return c`<div class="u-controls">
      ${o("bias",c`forget bias <i>b</i>`)}
      ${o("lag","target lag")}
    </div>
    <p class="u-heading">What is left of the cell state after <i>t</i> timesteps</p>
    <div class="u-plot" data-slot="decay">${s.decay}</div>
    <p class="u-key" data-slot="key">${s.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${s.readouts}</div>
      <div><p class="u-heading">Half-life in timesteps by forget bias, log axis</p>
        <div class="u-plot" data-slot="halves">${s.halves}</div></div>
    </div>`},slots:t=>({decay:ta(t),halves:na(t),key:c`<b class="role-forget">Line:</b> <i>f</i><sup> t</sup> with <i>f</i> = σ(<i>b</i>); half is left at <i>t</i> = ln ½ / ln <i>f</i>.
      <b class="role-cell">Dots:</b> the cell state of an LSTM with one unit, step by step: it starts at 1, the input is zero and the input gate closed.`,readouts:Yi(t)}),questions:Zo,describe:Qo,numbers:Ui,python:oa};function Bi(t,e){let s=[[0,0,0,0]],n=new Et({W_x:s,W_h:s,b:[-100,t,0,0]}),{C:o}=n.forward(Array(e).fill([0]),{initialState:[[0],[1]]});return[1,...o.flat()]}function Yi({bias:t,lag:e,f:s,halfLife:n,log10Left:o,simulated:a,needed:r,difference:i}){let l=(u,d)=>c`<tr><th scope="row">${u}</th><td>${G("half",d)}</td></tr>`;return c`<table><tbody>
    ${l(c`forget gate <i>f</i>`,c`σ(${It(t)}) = ${W("f",s,vt(Math.log10(s)))}`)}
    ${l("half-life",c`<b>${W("half_life",n,Tt(n))}</b>`)}
    ${l(c`left at lag ${e}`,c`<i>f</i><sup> ${e}</sup> = ${W("log10_left",o,vt(o))}`)}
    ${l("simulated",c`<i>C</i><sub>${e}</sub> = ${W("simulated",a[e],Bs(a[e]))}`)}
    ${l("largest difference",W("difference",i,Bs(i)))}
    ${l("half left with",c`<i>b</i> = ${W("needed",r,w(r))}`)}
  </tbody></table>`}var Bs=t=>t===0?"0":vt(Math.log10(t));function Ui({lag:t,log10Left:e,simulated:s}){return c`<table class="u-table">
    <caption>What is left of the cell state after t timesteps, and the simulated cell state</caption>
    <thead><tr><th scope="col">t</th><th scope="col">f^t</th><th scope="col">simulated</th></tr></thead>
    <tbody>${s.map((n,o)=>c`<tr><th scope="row">${o}</th><td>${vt(o*e/t)}</td><td>${Bs(n)}</td></tr>`)}</tbody>
  </table>`}var tn={};fn(tn,{body:()=>ec,compute:()=>la,controls:()=>fa,describe:()=>ic,numbers:()=>cc,python:()=>$a,questions:()=>ac,slots:()=>sc});function Ys(t,e){return t.map((s,n)=>s.map((o,a)=>(o-e[n][a])**2))}function as(t,e=null){let s=0,n=0;return t.forEach((o,a)=>o.forEach((r,i)=>{e&&!e[a][i]||(s+=r,n+=1)})),s/n}function re(t,e,s=1,n=1){return t<e+s?0:Math.floor((t-e-s)/n)+1}function ra(t){let e=t.reduce((o,a)=>o+a,0)/t.length,s=Math.sqrt(t.reduce((o,a)=>o+(a-e)**2,0)/t.length),n=t.every(o=>o===t[0]);return{center:e,spread:n||s===0?1:s}}function Us(t,e,s="post",n=0){let o=(a,r,i)=>{let l=Array(e-a.length).fill(r);return s==="post"?[...i,...l]:[...l,...i]};return{X:t.map(a=>o(a,n,a)),mask:t.map(a=>o(a,!1,a.map(()=>!0)))}}function Ks({length:t,window:e,horizon:s,stride:n,train:o,order:a}){let r=Math.min(o,t),i={train:[0,r],test:[r,t]},l=(u,d,h)=>Array.from({length:re(d-u,e,s,n)},(p,$)=>{let m=u+$*n,f=m+e+s,b=h(m);return{start:m,end:f,part:b,leaks:b==="train"&&f>r}});return a==="split first"?Object.entries(i).flatMap(([u,[d,h]])=>l(d,h,()=>u)):l(0,t,u=>u<r?"train":"test")}var Z=[6,4,2,5],et=["A","B","C","D"],Dt={W_x:[[.9,-.6]],W_h:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1},ca=new dt(Dt);function Js(t,e=null){let s=t.map((o,a)=>ca.forward(o.map(r=>[r]),{mask:e?.[a]}).H),n=s.map(o=>o.map(a=>a.reduce((r,i,l)=>r+i*Dt.V[l],Dt.c)));return{states:s,forecasts:n}}var Zs=ca.forward(Array(200).fill([0])).state,rs=(t,e)=>Math.max(...t.map((s,n)=>Math.abs(s-e[n]))),ia=t=>Math.max(...t.flatMap(e=>t.map(s=>rs(e,s))));function la(t){let{rows:e,length:s,pad_to:n,where:o,mask:a}=t,r=e.map(S=>S[0]),{center:i,spread:l}=ra(r),u=r.map(S=>(S-i)/l),d=Z.map((S,O)=>Math.floor(O*(s-S-1)/3)),h=Z.map((S,O)=>u.slice(d[O],d[O]+S)),p=Z.map((S,O)=>u.slice(d[O]+1,d[O]+S+1)),{X:$,mask:m}=Us(h,n,o),f=Us(p,n,o).X,b=Js(h),x=Js($),g=a?Js($,m):x,y=Ys(g.forecasts,f),v=({states:S})=>S.map((O,V)=>rs(O.at(-1),b.states[V].at(-1))),_=b.states.map(S=>S.at(-1)),H=x.states.map(S=>S.at(-1)),R=Z.map(S=>n-S),A=(S,O)=>rs(S,Zs)<rs(_[O],Zs),q=!a&&o==="post"&&H.every((S,O)=>!R[O]||A(S,O)),Mt=as(y),jt=as(y,m);return{center:i,spread:l,starts:d,inputs:h,targets:p,X:$,y:f,mask:m,errors:y,padTo:n,where:o,masked:a,sequence:et.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:g.states,alone:b.states,hT:g.states.map(S=>S.at(-1)),hAlone:_,hPlain:H,rest:Zs,pulled:q,apart:ia(H),apartAlone:ia(_),drift:v(g),driftPlain:v(x),lossAll:Mt,lossReal:jt,loss:a?jt:Mt,lossAlone:as(Ys(b.forecasts,p)),steps:et.length*n,realSteps:Z.reduce((S,O)=>S+O,0)}}var Ct={top:4,pitch:54,label:18,cell:28},K={top:Ct.top+4*Ct.pitch+48,tab:17,height:116},Ki=K.top+K.height+26,ua=["u-unit-1","u-unit-2"],ie=t=>is(t)?w(t):String(+t.toPrecision(1)).replace("-","−"),is=t=>t>=.005;function da(t,e){let{padTo:s,sequence:n}=t,o=a=>N(100*a/s);return c`<svg class="u-figure" width="100%" height="${Ki}" role="img" aria-label="The padded batch and the hidden states of sequence ${et[n]}">
    ${et.map((a,r)=>Ji(t,r,o))}
    ${Zi(t,o)}
  </svg>`}function Ji({X:t,mask:e,masked:s,sequence:n,drift:o,padTo:a},r,i){let l=Ct.top+r*Ct.pitch,u=l+Ct.label,d=t[r].map((h,p)=>{let $=e[r][p],m=c`x="${i(p)}" y="${u}" width="${i(1)}" height="${Ct.cell}"`,f=h<0?"u-fill-negative":"u-fill-positive";return c`${$&&c`<rect ${m} class="${f}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(h)/2)).toFixed(3)}"/>`}
      <rect ${m} class="${$?"u-real":"u-pad"}"/>
      ${!$&&s&&c`<line x1="${i(p)}" x2="${i(p+1)}" y1="${u+Ct.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${i(p+.5)}" y="${u+19}" text-anchor="middle" class="${$?"u-cell":"u-cell u-soft"}">${$?w(h,1):s?"":"0"}</text>`});return c`<g class="${r===n&&"u-selected"}">
    <text x="0" y="${l+12}" class="u-strong">${et[r]} <tspan class="u-soft u-plain">${Z[r]} real, ${a-Z[r]} padded${r===n&&", shown below"}</tspan></text>
    <text x="100%" y="${l+12}" text-anchor="end" class="${is(o[r])&&"u-strong u-ink-gradient"} veil-drift">moved by ${ie(o[r])}</text>
    ${d}
    <rect x="0" y="${l}" width="100%" height="${Ct.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(et[r])}"/>
  </g>`}function Zi({states:t,alone:e,mask:s,sequence:n,drift:o,padTo:a,where:r},i){let l=Z[n],u=r==="post"?0:a-l,d=y=>+((1-y)/2).toFixed(4),h=y=>+(K.top+d(y)*K.height).toFixed(2),p=(y,v,_)=>c`<polyline points="${y.map((H,R)=>`${v+R+.5},${d(H)}`).join(" ")}" class="${_}" vector-effect="non-scaling-stroke"/>`,$=u?[0,u]:[l,a],m=et[n],f=t[n].at(-1),b=i(($[0]+$[1])/2),x=r==="post"?{at:b,anchor:"middle",h:e[n].at(-1)}:{at:i(u+.5),dx:-8,anchor:"end",h:e[n][0]},g=Qi([...f,...x.h].map(h));return c`<text x="0" y="${K.top-30}" class="u-strong">Hidden state of ${m}, step by step</text>
    ${$[1]>$[0]&&c`<rect x="${i($[0])}" y="${K.top-K.tab}" width="${i($[1]-$[0])}" height="${K.height+K.tab}" class="u-fill-panel"/>
      <text x="${b}" y="${K.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(y=>c`<line x1="0" x2="100%" y1="${h(y)}" y2="${h(y)}" class="u-grid"/>
      <text x="0" y="${y>0?h(y)+12:h(y)-3}" class="u-soft">${w(y,0)}</text>`)}
    <svg x="0" y="${K.top}" width="100%" height="${K.height}" viewBox="0 0 ${a} 1" preserveAspectRatio="none" overflow="visible">
      ${f.map((y,v)=>{let _=e[n].map(H=>H[v]);return p(r==="post"?[..._,...Array(a-l).fill(_.at(-1))]:_,u,`u-alone ${ua[v]}`)})}
      <g class="veil-drift">${f.map((y,v)=>p(t[n].map(_=>_[v]),0,`u-state ${ua[v]}`))}</g>
    </svg>
    <g class="veil-drift">${f.map((y,v)=>c`${t[n].map((_,H)=>c`<circle cx="${i(H+.5)}" cy="${h(_[v])}" r="3" class="${s[n][H]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${g[v]}" text-anchor="end" class="u-halo">unit ${v+1}</text>`)}</g>
    ${o[n]>0&&x.h.map((y,v)=>c`<text x="${x.at}" dx="${x.dx??0}" y="${g[f.length+v]}" text-anchor="${x.anchor}" class="u-halo u-soft">unit ${v+1} alone</text>`)}
    ${$[1]>$[0]&&c`<text x="${b}" y="${K.top+K.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[n].map((y,v)=>c`<text x="${i(v+.5)}" y="${K.top+K.height+18}" text-anchor="middle" class="u-soft">${v?v+1:"t = 1"}</text>`)}`}function Qi(t){let s=t.map((r,i)=>i).sort((r,i)=>t[r]-t[i]),n=[],o=K.top+12-15;for(let r of s)o=n[r]=Math.max(t[r]-8,o+15);let a=K.top+K.height-4;for(let r of s.toReversed())n[r]=+Math.min(n[r],a).toFixed(2),a=n[r]-15;return n}var Qs=t=>t.map(e=>`    ${P(e)},`).join(`
`);function ha({series:t,names:e,units:s,window:n,stride:o,horizon:a,train:r,order:i,selected:l}){let u=e.map((h,p)=>s[p]?`${h} (${s[p]})`:h).join(", "),d=i==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${Qs(t)}
], dtype=float)
window, horizon, stride, train = ${n}, ${a}, ${o}, ${r}


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

selected = ${l}
if len(X):
    print(X[selected], y[selected])
`}function $a({inputs:t,targets:e,padTo:s,where:n,masked:o}){let{W_x:a,W_h:r,b:i,V:l,c:u}=Dt,d=n==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${Z.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${Qs(t)}
]
targets = [
${Qs(e)}
]
length, where, use_mask = ${s}, "${n}", ${o?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${P(a)})
W_h = np.array(${P(r)})
b = np.array(${P(i)})
V, c = np.array(${P(l)}), ${u}


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
`}var tc={post:"after",pre:"before"},fa=({limits:t,padTo:e})=>({pad_to:L(t.pad_to,e,T(e,"step"))});function ec(t,e,s){return c`<div class="u-controls">
    ${z(e,"pad_to",c`pad to <i>T</i>`,fa(t).pad_to)}
    ${J(e,"sequence","states of",Object.fromEntries(et.map(n=>[n,n])),et[t.sequence])}
    ${J(e,"where","zeros",tc,t.where)}
    ${Nt("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${s.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${s.states}</div>
    <div class="u-loss" data-slot="loss">${s.loss}</div>
  </div>`}var sc=(t,e)=>({grid:da(t,e),states:nc(t),loss:oc(t)}),pa=(t,e)=>c`(${e.map((s,n)=>[n>0&&", ",W(`${t}.${n}`,s,w(s))])})`;function nc({hT:t,hAlone:e,drift:s}){return c`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${et.map((n,o)=>c`<tr><th scope="row">${n}</th><td>${pa(`h_alone.${n}`,e[o])}</td>
        <td>${G("drift",pa(`h_T.${n}`,t[o]))}</td>
        <td>${G("drift",c`<span class="${is(s[o])&&"u-alarm"}">${W(`drift.${n}`,s[o],ie(s[o]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function oc({lossAll:t,lossReal:e,loss:s,lossAlone:n,masked:o,steps:a,realSteps:r}){let i=Math.max(t,e,n)||1,l=(u,d,h,p)=>c`<div class="u-meter${p&&" u-counts"}">
    <span>${h}${p&&c` <b class="veil-drift">counts</b>`}</span><b>${G("drift",W(u,d,w(d,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*d/i).toFixed(2)}%"></i></div>`;return c`<p class="u-heading">Loss, mean squared error</p>
    ${l("loss_all",t,`over all ${a} steps`,!o)}
    ${l("loss_real",e,`over the ${r} real steps`,o)}
    ${l("loss_alone",n,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${W("loss",s,w(s,3))}.</span></p>`}function ac({padTo:t,where:e,hAlone:s,hPlain:n}){let o=Z.indexOf(Math.min(...Z)),a=t-Z[o];return[{key:"drift",locks:!0,moot:!1,about:{sequence:et[o],zeros:a,where:e,alone:s[o],padded:n[o]},setting:({sequence:r,zeros:i,where:l})=>`${r} with ${T(i,"zero")} ${l==="post"?"after":"before"} it`,text:c`Sequence ${et[o]} has ${Z[o]} real steps and gets ${a} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:rc}]}function rc({answer:t,about:e}){let{sequence:s,zeros:n,where:o,alone:a,padded:r}=e,i=$=>`(${$.map(m=>w(m)).join(", ")})`,l=a.every(($,m)=>$===r[m])?"same":"changes",u={same:"stays the same",changes:"changes"},d=t===null?`It ${u[l]}.`:t===l?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[l]}.`,h=o==="post"?`After ${T(n,"zero")}`:`With ${T(n,"zero")} before it`,p=c`${h} the state of ${s} is ${i(r)} instead of ${i(a)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===l,said:d,why:p}}function ic({padTo:t,where:e,masked:s,drift:n,loss:o,lossAlone:a,pulled:r,rest:i,apart:l,apartAlone:u},d){let h=`Four sequences of ${Z.slice(0,-1).join(", ")} and ${Z.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(d)return`${h}, without a mask.`;let p=n.indexOf(Math.max(...n));if(s)return`${h}, with a mask: every last state equals that of the sequence alone, and the loss is ${w(o,3)} as it is without padding.`;if(n[p]===0)return`${h}, without a mask.`;let $=r?` The zeros pull every padded state toward one resting point, (${i.map(m=>w(m)).join(", ")}), whatever the sequence was: the four end at most ${ie(l)} apart, alone ${ie(u)}.`:"";return`${h}, without a mask: the last state of ${et[p]} moves most, by ${ie(n[p])}, and the loss is ${w(o,3)} where it should be ${w(a,3)}.${$}`}function cc({X:t,y:e,mask:s,states:n,errors:o,masked:a,sequence:r,center:i,spread:l,name:u}){let d=b=>b.map(x=>[].concat(x).map(g=>w(g,1)).join(", ")).join("; "),{W_x:h,W_h:p,b:$,V:m,c:f}=Dt;return c`<table class="u-table">
    <caption>Sequence ${et[r]} step by step, mask ${a?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[r].map((b,x)=>c`<tr><th scope="row">${x+1}</th><td>${s[r][x]?"yes":"no"}</td><td>${w(b,4)}</td>${n[r][x].map(g=>c`<td>${w(g,4)}</td>`)}<td>${w(e[r][x],4)}</td><td>${w(o[r][x],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${w(i,3)} and standard deviation ${w(l,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${d(h)}), W<sub>h</sub> = (${d(p)}), b = (${d([$])}), V = (${d([m])}), c = ${w(f,1)}.</p>`}var on={};fn(on,{body:()=>wc,compute:()=>xc,controls:()=>Ma,describe:()=>Ac,numbers:()=>Ec,python:()=>ha,questions:()=>Sc,slots:()=>vc});var ma=320,ga=290,ce={x:32,bottom:264},en=104,sn=.5,lc=12;function xa(t,e){let{n:s,window:n,features:o,selected:a,cut:r,nTrain:i,nTest:l}=t,u={width:26,height:Math.min(21,180/n)},d={width:o*u.width,height:n*u.height};if(!s){let f={x:ce.x,y:ce.bottom-d.height};return c`<svg class="u-figure u-box" viewBox="0 0 ${ma} ${ga}" role="img" aria-label="An empty box: no window fits">
      ${cs(f,d,"u-void")}${ba(t,()=>f,d)}</svg>`}let h=i&&l?lc:0,p=Math.min(11,(en-h)/s),$=f=>{let b=f*p+(f>=i?h:0);return{x:ce.x+b,y:ce.bottom-d.height-b*sn}},m=r.map((f,b)=>s-1-b);return c`<svg class="u-figure u-box" viewBox="0 0 ${ma} ${ga}" role="img"
    aria-label="The tensor as a box: a sheet of ${n} timesteps by ${o} features for every window, X[${a}] beside it">
    <defs>${ut(`${e}-sheet`)}</defs>
    ${m.map(f=>f===a?cs($(f),d,"u-slot"):uc(r[f],f,$(f),d,e))}
    ${ya($(0),d,u,n,o)}
    ${dc(t,$(a),d,u)}
    ${ba(t,$,d)}
  </svg>`}var F=t=>+t.toFixed(2),cs=({x:t,y:e},{width:s,height:n},o)=>c`<rect x="${F(t)}" y="${F(e)}" width="${s}" height="${F(n)}" class="${o}"/>`;function uc({part:t,leaks:e},s,n,o,a){return c`<g class="${s>1&&"veil-count"}">${cs(n,o,`u-sheet u-sheet-${t}`)}${e&&c`<rect x="${F(n.x)}" y="${F(n.y)}" width="${o.width}" height="${F(o.height)}" fill="url(#${a}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function ya({x:t,y:e},{width:s,height:n},o,a,r){let i=Array.from({length:a-1},(u,d)=>`M${F(t)} ${F(e+(d+1)*o.height)}h${s}`),l=Array.from({length:r-1},(u,d)=>`M${F(t+(d+1)*o.width)} ${F(e)}v${F(n)}`);return c`<path d="${[...i,...l].join("")||"M0 0"}" class="u-cell-lines"/>`}function dc({series:t,X:e,features:s,selected:n,window:o},a,r,i){let l={x:ce.x+r.width+en+20,y:ce.bottom-r.height-en*sn/2},d=Array.from({length:s},($,m)=>t.map(f=>f[m])).map($=>{let m=Math.min(...$),f=Math.max(...$);return b=>F(.08+.72*(f===m?.5:(b-m)/(f-m)))}),h=e.flatMap(($,m)=>$.map((f,b)=>c`<rect x="${F(l.x+b*i.width)}" y="${F(l.y+m*i.height)}" width="${i.width}" height="${F(i.height)}" class="u-fill-input" fill-opacity="${d[b](f)}"/>`)),p=F(a.x+r.width);return c`<path d="M${p} ${F(a.y)}L${F(l.x)} ${F(l.y)}M${p} ${F(a.y+r.height)}L${F(l.x)} ${F(l.y+r.height)}" class="u-guide"/>
    ${h}${ya(l,r,i,o,s)}${cs(l,r,"u-sheet-chosen")}
    <text x="${F(l.x+r.width/2)}" y="${F(l.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${n}]</text>`}function ba({n:t,window:e,features:s,nTrain:n,nTest:o},a,r){let i=a(t-1),{x:l,y:u}=a(0),d=F(Math.atan(sn)*180/Math.PI);return c`<text transform="translate(${F(l-3)} ${F(u-10)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${o>0&&n>0&&c`<text x="${F(i.x+r.width)}" y="${F(i.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${F(l-10)} ${F(u+r.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${F(l)}" y="${F(u+r.height+18)}">features d = ${s}</text>`}var le={top:22,height:201},pt={top:269,height:168},nn=pt.top+pt.height;function va(t,e){let{length:s,border:n,chosen:o,window:a,horizon:r,features:i}=t,l=h=>N(100*h/s),u=le.height/i,d=(h,p,$)=>c`<rect x="${l(h)}" y="${le.top}" width="${l(p)}" height="${pt.top-le.top}" class="${$}"/>`;return c`<svg class="u-figure" width="100%" height="${nn+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${ut(`${e}-leak`)}</defs>
    <rect x="${l(n)}" y="0" width="${l(s-n)}" height="${nn}" class="u-fill-panel"/>
    ${o&&[d(o.start,a,"u-band-input"),d(o.start+a,r,"u-band-output")]}
    ${t.names.map((h,p)=>hc(t,p,le.top+p*u,u,l))}
    ${$c(s,l)}
    <line x1="${l(n)}" x2="${l(n)}" y1="0" y2="${nn}" class="u-split"/>
    ${o?[pc(t,l),t.cut.map((h,p)=>fc(t,p,l,e)),mc(t,l)]:gc(t,l,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${T(n,"value")}</text>
    ${n<s&&c`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${s-n}</text>`}
  </svg>`}function hc({series:t,names:e,units:s,chosen:n,window:o,length:a},r,i,l,u){let d=t.map(v=>v[r]),h=Math.min(...d),p=Math.max(...d),$=v=>+(p===h?.5:(p-v)/(p-h)).toFixed(4),m=i+21,f=l-30,b=(v,_,H)=>{let R=d.slice(v,_).map((A,q)=>`${v+q+.5},${$(A)}`);return c`<polyline points="${R.join(" ")}" class="${H}" vector-effect="non-scaling-stroke"/>`},x=(v,_,H)=>d.slice(v,_).map((R,A)=>c`<circle cx="${u(v+A+.5)}" cy="${+(m+$(R)*f).toFixed(2)}" r="2.6" class="${H}"/>`),g=n&&n.start+o,y=n&&r===0;return c`<text x="0" y="${i+13}" class="u-halo">${e[r]} <tspan class="u-soft">${wa(h)} to ${wa(p)} ${s[r]}</tspan></text>
    <svg x="0" y="${m}" width="100%" height="${f}" viewBox="0 0 ${a} 1" preserveAspectRatio="none" overflow="visible">
      ${b(0,a,"u-line")}
      ${n&&b(n.start,g,"u-line-input")}
      ${y&&b(g-1,n.end,"u-line-output")}
    </svg>
    ${n&&x(n.start,g,"u-dot-input")}
    ${y&&x(g,n.end,"u-dot-output")}`}var wa=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function $c(t,e){let s=[1,5,10,20,25,50].find(o=>t/o<=6),n=le.top+le.height;return Array.from({length:Math.ceil(t/s)},(o,a)=>a*s).map(o=>c`<line x1="${e(o+.5)}" x2="${e(o+.5)}" y1="${n}" y2="${n+4}" class="u-tick"/>
      <text x="${o?e(o+.5):0}" y="${n+17}" text-anchor="${o?"middle":"start"}" class="u-soft">${o||"t = 0"}</text>`)}function pc({selected:t,chosen:e,window:s,length:n},o){let a=Math.min(Math.max(e.start+s,.14*n),.86*n);return c`<text x="${o(a)}" dx="-5" y="${pt.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${o(a)}" dx="5" y="${pt.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function fc({cut:t,n:e,selected:s,window:n,horizon:o,border:a,length:r},i,l,u){let{start:d,end:h,leaks:p}=t[i],$=Math.min(21,pt.height/e),m=+(pt.top+i*$).toFixed(2),f=+($-($>6?4:$/4)).toFixed(2),b=+(m+f/2).toFixed(2),x=Math.max(d,a),g=h<.76*r?{x:l(h),dx:6,"text-anchor":"start"}:{x:l(d),dx:-6,"text-anchor":"end"},y=Object.entries(g).map(([v,_])=>c` ${v}="${_}"`);return c`<g class="u-bar${i===s&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${l(d)}" y="${m}" width="${l(n)}" height="${f}" class="u-bar-input"/>
    <line x1="${l(d+n)}" x2="${l(h)}" y1="${b}" y2="${b}" stroke-width="${f}" class="u-bar-output"/>
    ${p&&c`<rect x="${l(x)}" y="${m}" width="${l(h-x)}" height="${f}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${$>=12&&c`<text${y} y="${b+4}" class="u-halo">${i}${p&&c`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${m}" width="100%" height="${+$.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function mc({cut:t,n:e},s){let n=pt.top+2*Math.min(21,pt.height/e)+14;return e>2&&c`<text x="${s(t[2].start)}" y="${n.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function gc({length:t,window:e,horizon:s},n,o){return c`<rect x="0" y="${pt.top}" width="${n(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&c`<rect x="${n(e)}" y="${pt.top}" width="${n(t-e)}" height="20" fill="url(#${o}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${pt.top+42}" class="u-strong u-ink-gradient">needs ${e+s} values and does not fit</text>`}var bc={"window first":"window, then split","split first":"split, then window"};function xc(t){let{rows:e,length:s,window:n,stride:o,horizon:a,features:r,train:i,order:l,limits:u}=t,d=Math.min(i,s),h=e.map(g=>g.slice(0,r)),p=Ks(t),$=p.length,m=Math.min(t.selected,Math.max(0,$-1)),f=p[m]??null,b=f&&f.start+n,x=g=>p.filter(g).length;return{series:h,length:s,window:n,stride:o,horizon:a,features:r,train:i,order:l,limits:u,border:d,cut:p,n:$,selected:m,chosen:f,names:t.names.slice(0,r),units:t.units.slice(0,r),X:f?h.slice(f.start,b):[],y:f?h.slice(b,f.end).map(g=>g[0]):[],nTrain:x(({part:g})=>g==="train"),nTest:x(({part:g})=>g==="test"),nLeak:x(({leaks:g})=>g),firstLeak:p.findIndex(({leaks:g})=>g),notes:yc(t,d)}}function yc({length:t,window:e,horizon:s,order:n},o){return(n==="split first"?[["No training windows","training part",o],["No test windows","test part",t-o]]:[["Nothing to cut","series",t]]).filter(([,,r])=>r<e+s).map(([r,i,l])=>`${r}: window ${e} + horizon ${s} needs at least ${e+s} values; the ${i} has ${l}.`)}function Ma({length:t,window:e,stride:s,horizon:n,features:o,train:a,limits:r,selected:i,n:l}){return{length:L(r.length,t,T(t,"value")),window:L(r.window,e,T(e,"step")),horizon:L(r.horizon,n,T(n,"step")),stride:L(r.stride,s,T(s,"step")),features:L(r.features,o,String(o)),train:L(r.train,a,T(a,"value")),selected:L([0,l-1],i,l?`X[${i}]`:"none")}}function wc(t,e,s){let n=Ma(t),o=(a,r)=>z(e,a,r,n[a]);return c`<div class="u-controls">
    ${o("length",c`series <i>N</i>`)}
    ${o("window",c`window <i class="role-input">T</i>`)}
    ${o("horizon",c`horizon <i class="role-output">H</i>`)}
    ${o("stride",c`stride <i>s</i>`)}
    ${o("features",c`features <i>d</i>`)}
    ${o("train","train part")}
    ${J(e,"order","order",bc,t.order)}
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
  </div>`}var vc=(t,e)=>({series:va(t,e),key:kc(t),formula:_c(t),box:xa(t,e),slice:Mc(t)}),kc=({names:t,nLeak:e})=>c`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function _c({length:t,border:e,window:s,horizon:n,stride:o,features:a,order:r,n:i,nTrain:l,nTest:u,nLeak:d,notes:h}){let p=(b,x)=>c`<tr><th scope="row">${b}</th><td>${x}</td></tr>`,$=(b,x,g,y)=>p(b,x<s+n?c`${W(g,y)} <span class="u-soft">windows: too short</span>`:c`⌊(${x} − ${s} − ${n}) / ${o}⌋ + 1 = ${G("count",c`<b>${W(g,y)}</b>`)}`),m=c`${W("n_train",l)} train, <span class="${d>0&&"u-alarm"}">${W("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${W("n_test",u)} test`,f=b=>`(${b}, ${s}, ${a})`;return c`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${r==="split first"?[$("train",e,"n_train",l),$("test",t-e,"n_test",u)]:[$("all",t,"n",i),p("split",G("leak",m))]}${p("shapes",G("leak",c`X_train <b>${f(l)}</b>, X_test <b>${f(u)}</b>`))}</tbody></table>
    ${h.length>0&&c`<p class="u-note" role="note">${h.join(" ")}</p>`}`}var ka=t=>w(t,Math.abs(t)<1e4?1:0);function Mc({names:t,units:e,X:s,y:n,window:o,features:a,horizon:r,selected:i,chosen:l}){if(!l)return c`<p class="u-soft">No window, so nothing to show.</p>`;let u=l.start+o;return c`<table class="u-table">
    <caption>X[${i}] has shape (${o}, ${a}), y[${i}] has shape (${r},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,h)=>c`<th scope="col">${d} <span class="u-soft">${e[h]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${s.map((d,h)=>c`<tr><th scope="row">${l.start+h}</th>${d.map((p,$)=>c`<td>${W(`X.${h}.${$}`,p,ka(p))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${a+1}">to predict</th></tr>${n.map((d,h)=>c`<tr><th scope="row">${u+h}</th><td>${W(`y.${h}`,d,ka(d))}</td></tr>`)}</tbody>
  </table>`}function Sc({length:t,window:e,horizon:s,stride:n,train:o,order:a,nLeak:r}){let i={length:t,window:e,horizon:s,stride:n,order:a};return[{key:"count",locks:!0,moot:a==="split first"||!re(t,e,s,n),about:i,setting:_a,text:c`A series has ${t} values. Windows of ${T(e,"step")}, each followed by ${T(s,"target")}, start every
        ${n===1?"step":`${n} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Hc},{key:"leak",moot:!r,about:{...i,train:o},setting:_a,text:c`The windows were cut first, and those that start before value ${o} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:Wc}]}var _a=({length:t,window:e,horizon:s,stride:n,train:o})=>`N = ${t}, T = ${e}, H = ${s}, s = ${n}${o?` and ${T(o,"training value")}`:""}`,Tc=[[({length:t,window:e,horizon:s,stride:n})=>Math.floor((t-e-s)/n),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:s})=>re(t,e,0,s),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:s})=>re(t,e,s),"That is the count for stride 1."]];function Hc({answer:t,about:e}){let{length:s,window:n,horizon:o,stride:a}=e,r=re(s,n,o,a),i=(r-1)*a,l=`The last start that still fits is ${i}: its ${n+o} values end at ${i+n+o-1}, and the series ends at ${s-1}. With starts 0, ${a}, …, ${i} that makes ${i} / ${a} + 1 = ${r}.`;if(t===null)return{right:null,said:`${T(r,"window")}.`,why:l};if(t===r)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:l};let u=Tc.find(([d])=>d(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${r}.`,why:`${u} ${l}`}}function Wc({answer:t,about:e}){let s=Ks(e),n=s.flatMap(({leaks:l},u)=>l?[u]:[]),o=Math.min(e.train,e.length),a="Split first and window each part on its own, and no window can leak.",[r]=n,i=`X[${r}] and its targets cover values ${s[r].start} to ${s[r].end-1}; the test part begins at ${o}. ${T(n.length,"training window")} ${n.length===1?"leaks":"leak"}. ${a}`;return t===null?{right:null,said:`It is X[${r}].`,why:i}:t===r?{right:!0,said:`You said X[${t}], and that is it.`,why:i}:{right:!1,said:`You said X[${t}]; it is X[${r}].`,why:`${Nc(s,t,r,o)} ${i}`}}function Nc(t,e,s,n){let o=t[e];return o?o.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>s?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${o.end-1}, before ${n}.`:`There are only X[0] to X[${t.length-1}].`}function Ac({length:t,features:e,window:s,stride:n,horizon:o,n:a,nLeak:r,nTrain:i,nTest:l,order:u,selected:d,chosen:h,notes:p},$){let m=`A series of ${t} timesteps and ${T(e,"feature")}`;if(!a)return`${m}. ${p.join(" ")}`;let f=`windows of ${T(s,"timestep")} that start every ${n===1?"step":`${n} steps`}, each with its next ${T(o,"value")} as target`;if($==="count")return`${m}, to be cut into ${f}.`;let b=u==="split first"?`split and then cut into ${i} training and ${l} test`:`cut into ${a}`,x=$==="leak"?"":r?` ${r} of the ${T(i,"training window")} ${r===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",g=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${T(s,"training value")} as inputs.`:"";return`${m}, ${b} ${f}. X[${d}] starts at timestep ${h.start}.${x}${g}`}function Ec({cut:t,window:e,horizon:s}){let n=(o,a)=>a===1?String(o):`${o} to ${o+a-1}`;return c`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:o,part:a,leaks:r},i)=>c`<tr><th scope="row">X[${i}]</th><td>${n(o,e)}</td><td>${n(o+e,s)}</td><td>${a}</td><td>${G("leak",r?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var Sa={windows:on,padding:tn},Bt=t=>Sa[t.mode],Ta={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...Sa[t.mode].compute({...t,rows:Oc(t)}),mode:t.mode,state:t}},body:(t,e,s)=>Bt(t).body(t,e,s),slots:(t,e)=>Bt(t).slots(t,e),controls:t=>Bt(t).controls(t),questions:t=>Bt(t).questions(t),describe:(t,e)=>Bt(t).describe(t,e),numbers:t=>Bt(t).numbers(t),python:t=>Bt(t).python(t)};function Oc({series:t,names:e,length:s}){let n=e.length,o=(a,r)=>t.getFloat64(8*(a*n+r),!0);return Array.from({length:s},(a,r)=>e.map((i,l)=>o(r,l)))}var _t={top:2,pitch:66,zero:41,reach:23},an=30,Ne=42,Rc=40,We=22,Wa=6,rn={left:.5,right:.3},cn=.54,Lc=.45,Na=({units:t,features:e})=>{let s=_t.top+t*_t.pitch,n=s+an+Ne+Rc;return{lanes:s,cell:s+an,middle:s+an+Ne/2,input:n,height:n+e*We+20}};function Aa(t){let{timesteps:e,unfolded:s,t:n}=t,o=Na(t),a=s?`The chain of ${e} cells with their inputs and states`:`The cell with its loop at timestep ${n}`;return c`<svg class="u-figure${e>Wa&&s&&" u-many"}" width="100%" height="${o.height}" role="img" aria-label="${a}">
    ${(s?qc:Fc)(t,o)}
  </svg>`}function Ea(t){let{timesteps:e,unfolded:s,t:n}=t;if(!s)return null;let{x:o,center:a,cell:r}=Oa(e);return c`<svg width="100%" height="100%" aria-hidden="true">
    <rect x="${o(a(n)-.5)}" y="0" width="${o(1)}" height="100%" rx="8" class="u-fill-panel"/>
    <rect x="${o(a(n)-r/2)}" y="${Na(t).cell}" width="${o(r)}" height="${Ne}" rx="8" class="u-ring"/>
  </svg>`}function Oa(t){let e=100/(Math.max(t,4)+rn.left+rn.right);return{x:s=>N(s*e),center:s=>rn.left+s-.5,cell:t>Wa?Lc:cn}}function qc(t,e){let{timesteps:s}=t,{x:n,center:o,cell:a}=Oa(s),r=Array.from({length:s},(l,u)=>u+1),i=l=>{let u=l>1?o(l-1)+a/2:.12,d=o(l)-a/2;return c`<g class="u-w-h">${jc(n(u),n(d),e.middle)}
      <text x="${n((u+d)/2)}" y="${e.middle-9}" text-anchor="middle">${Yt("W","h")}</text></g>`};return c`${Ra(t,"0",n(o(s)+.5))}
    ${r.map(i)}
    <text x="0" y="${e.middle+17}" class="u-soft">${Yt("H",0)}</text>
    <text x="0" y="${e.middle+31}" class="u-soft">= 0</text>
    ${r.map(l=>La(t,e,l,{at:n(o(l)),cell:[n(o(l)-a/2),n(a)],bar:[n(o(l)-cn/2),n(cn)]}))}
    ${r.map(l=>c`<rect x="${n(o(l)-.5)}" y="0" width="${n(1)}" height="${e.height}" rx="8" class="u-hit" data-pick="t" data-to="${l}"/>`)}`}function Fc(t,e){let{t:s,before:n,units:o}=t,a={at:"44%",cell:["34%","20%"],bar:["34%","20%"]},{middle:r}=e,i={left:62,width:56,height:18*o+12},l=r-i.height/2;return c`${Ra(t,"24%","64%")}
    <svg x="54%" y="0" width="1" height="1" overflow="visible">
      <g class="u-loop">${Ha(`M0 ${r-12}H${i.left}`)}${ln(`translate(${i.left} ${r-12})`)}</g>
      <g class="u-w-h">${Ha(`M${i.left} ${r+12}H6`)}${ln(`translate(1 ${r+12}) rotate(180)`)}
        <text x="32" y="${r+30}" text-anchor="middle">${Yt("W","h")}</text></g>
      <rect x="${i.left}" y="${l}" width="${i.width}" height="${i.height}" rx="6" class="u-kept"/>
      ${n.map((u,d)=>c`<text x="${i.left+i.width/2}" y="${l+19+18*d}" text-anchor="middle" data-value="H_before.${d+1}" data-exact="${u}">${Y(u)}</text>`)}
      <text x="${i.left+i.width/2}" y="${l-7}" text-anchor="middle" class="u-strong">${Yt("H",s-1)}</text>
      <text x="${i.left+i.width/2}" y="${l+i.height+15}" text-anchor="middle" class="u-soft">kept</text>
    </svg>
    ${La(t,e,s,a)}`}function Ra({units:t},e,s){return Array.from({length:t},(n,o)=>{let a=_t.top+o*_t.pitch;return c`<line x1="${e}" x2="${s}" y1="${a+_t.zero}" y2="${a+_t.zero}" class="u-grid"/>
      <text x="0" y="${a+12}" class="u-soft">unit ${o+1}</text>`})}function La({x:t,H:e},s,n,{at:o,cell:a,bar:r}){let i=s.cell+Ne;return c`<g class="u-w-x"><line x1="${o}" x2="${o}" y1="${s.input}" y2="${i+6}" class="u-line-input"/>${un(o,i,-90)}
      <text x="${o}" dx="6" y="${i+26}" class="u-ink-input">${Yt("W","x")}</text></g>
    <line x1="${o}" x2="${o}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double"/>
    <line x1="${o}" x2="${o}" y1="${s.cell}" y2="${s.lanes+10}" class="u-double-gap"/>${un(o,s.lanes+4,-90)}
    <text x="${o}" dx="7" y="${s.lanes+21}">${Yt("H",n)}</text>
    <rect x="${a[0]}" y="${s.cell}" width="${a[1]}" height="${Ne}" rx="8" class="u-cell-box"/>
    <text x="${o}" y="${s.middle+4}" text-anchor="middle" class="u-cell-name">tanh</text>
    ${e[n-1].map((l,u)=>Ic(l,u,n,o,r))}
    ${t[n-1].map((l,u)=>Cc(l,u,n,s,o,r))}
    <text x="${o}" y="${s.input+t[0].length*We+15}" text-anchor="middle" class="u-ink-input">${Yt("X",n)}</text>`}function Ic(t,e,s,n,[o,a]){let r=_t.top+e*_t.pitch+_t.zero,i=+(_t.reach*Math.abs(t)).toFixed(2);return c`<rect x="${o}" y="${t>0?+(r-i).toFixed(2):r}" width="${a}" height="${i}" class="${t>0?"u-fill-positive":"u-fill-negative"}"/>
    <text x="${n}" y="${t<0?r-5:r+15}" text-anchor="middle" data-value="H.${s}.${e+1}" data-exact="${t}">${qa(Y(t))}</text>`}function Cc(t,e,s,n,o,[a,r]){let i=n.input+e*We,l=t<0?"u-fill-negative":"u-fill-positive";return c`<rect x="${a}" y="${i}" width="${r}" height="${We-2}" class="${l}" fill-opacity="${(.2*Math.abs(t)).toFixed(3)}"/>
    <rect x="${a}" y="${i}" width="${r}" height="${We-2}" class="u-input-box"/>
    <text x="${o}" y="${i+15}" text-anchor="middle" data-value="X.${s}.${e+1}" data-exact="${t}">${qa(ot(t))}</text>`}function qa(t){let[e,s]=t.split("0.");return s===void 0?t:c`${e}<tspan class="u-zero">0</tspan>.${s}`}var Yt=(t,e)=>c`<tspan class="u-letter">${t}</tspan><tspan dy="3" class="u-index">${e}</tspan>`,Ha=t=>c`<path d="${t}" class="u-double"/><path d="${t}" class="u-double-gap"/>`,ln=t=>c`<path d="M0 0L-9 -5.5V5.5Z" transform="${t}" class="u-head"/>`,un=(t,e,s)=>c`<svg x="${t}" y="${e}" width="1" height="1" overflow="visible">${ln(`rotate(${s})`)}</svg>`,jc=(t,e,s)=>c`<g transform="translate(-5 0)"><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double"/><line x1="${t}" x2="${e}" y1="${s}" y2="${s}" class="u-double-gap"/></g>${un(e,s,0)}`;var Fa=({x:t,W_x:e,W_h:s,b:n,features:o,units:a,timesteps:r})=>`import numpy as np

X = np.array(${P(t)}, dtype=float)  # (timesteps, features) = (${r}, ${o})
W_x = np.array(${P(e)}, dtype=float)  # (features, units) = (${o}, ${a})
W_h = np.array(${P(s)}, dtype=float)  # (units, units)
b = np.array(${P(n)}, dtype=float)  # (units,)

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
# layer = keras.layers.SimpleRNN(${a}, return_sequences=True, dtype="float64")
# layer.build((None, None, ${o}))
# layer.set_weights([W_x, W_h, b])
# np.testing.assert_allclose(layer(X[None])[0], H, atol=1e-10)
# assert layer.count_params() == n_parameters
`;function Ia({features:t,units:e,timesteps:s,x:n,moved:o}){return[{key:"count",locks:!0,moot:!1,about:{features:t,units:e},setting:({features:a,units:r})=>`d = ${a} and h = ${r}`,text:c`This network has ${T(t,"feature")} and ${T(e,"unit")}, and reads T = ${T(s,"timestep")}.
        <strong>How many parameters does it have when T doubles, from ${s} to ${2*s}?</strong>`,label:"parameters",verdict:Xc},{key:"reach",moot:s<3||n[0].every(a=>a===0)||o.includes(0),about:{timesteps:s,moved:o},setting:({timesteps:a})=>`T = ${a} and the numbers as they were`,text:c`We set the first input, X<sub>1</sub>, to 0 and change nothing else. <strong>Which states become different?</strong>`,choices:{one:c`Only H<sub>1</sub>`,two:c`H<sub>1</sub> and H<sub>2</sub>`,all:c`All, H<sub>1</sub> to H<sub>${s}</sub>`},verdict:Gc}]}var Pc=[[(t,e)=>t*e+e*e,"The biases are missing: each unit has one."],[(t,e)=>t*e+e*e+1,"There is one bias for each unit, not one for all."],[(t,e)=>t*e+e*e+2*e,"That gives each unit two biases, as PyTorch does; here, as in Keras, it has one."],[(t,e)=>t*e+e,c`That leaves out W<sub>h</sub>, the weights from state to state.`],[(t,e)=>e*e+e,c`That leaves out W<sub>x</sub>, the weights of the input.`],[(t,e)=>t*e+2*e,c`That gives each unit one recurrent weight; W<sub>h</sub> has one from every unit to every unit.`]];function Xc({answer:t,about:e}){let{features:s,units:n}=e,o=s*n+n*n+n,a=c`W<sub>x</sub> has ${s} · ${n}, W<sub>h</sub> ${n} · ${n} and b ${n} numbers: ${s*n} + ${n*n} + ${n} = ${o}.
    There is no T in it: every timestep uses the same ones. Move T and see what stays.`;if(t===null)return{right:null,said:`${T(o,"parameter")}, as before.`,why:a};if(t===o)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:a};let r=Pc.find(([u])=>u(s,n)===t)?.[1],i=t/o,l=Number.isInteger(i)&&i>1&&`${t} is ${i===2?"twice":`${i} times`} ${o}, as if the added timesteps brought weights of their own.`;return{right:!1,said:`You said ${t}; it is ${o}.`,why:c`${l||r} ${a}`}}var zc={one:"only H₁",two:"H₁ and H₂"};function Gc({answer:t,about:e}){let{timesteps:s,moved:n}=e,o=c`H<sub>1</sub> changes by ${dn(n[0])}, H<sub>2</sub> by ${dn(n[1])}, and H<sub>${s}</sub> still by ${dn(n[s-1])}.
    X<sub>1</sub> enters H<sub>1</sub>, and every state enters the next through W<sub>h</sub>: the state is the memory. Set X<sub>1</sub> to 0 and see.`;return t===null?{right:null,said:"All of them.",why:o}:t==="all"?{right:!0,said:"You said all of them, and so it is.",why:o}:{right:!1,said:`You said ${zc[t]}; it is all of them.`,why:o}}var dn=t=>t>=5e-4?w(t,3):String(+t.toPrecision(1)).replace("-","−");var ue=3;function Ca({t,terms:e,A:s,H:n}){let o=c`<i>X</i><sub>${t}</sub>`,a=c`<i>H</i><sub>${t-1}</sub>`,r=c`<i>A</i><sub>${t}</sub>`,i=c`<i>H</i><sub>${t}</sub>`,l=c`<i>W</i><sub>x</sub>`,u=c`<i>W</i><sub>h</sub>`,d=(p,$,m,f)=>c`<tr class="${p}"><th scope="row">${$}</th><td>${m}</td><td>${f}</td></tr>`,h=({input:p,state:$,bias:m},f)=>{let b=s[t-1][f],x=n[t-1][f];return c`<tbody>
      <tr><th scope="rowgroup" colspan="3">unit ${f+1}</th></tr>
      ${d("role-input",c`${o} ${l}`,ee(p,ot),w(Ft(p),ue))}
      ${d("role-hidden",c`${a} ${u}`,ee($,g=>g===0?"0":w(g,ue)),w(Ft($),ue))}
      ${d("",c`<i>b</i>`,"",ot(m))}
      ${d("u-total",r,"their sum",W(`A.${t}.${f+1}`,b,w(b,ue)))}
      ${d("u-result",i,c`tanh(${w(b,ue)})`,W(`H_t.${f+1}`,x,w(x,ue)))}
    </tbody>`};return c`<p class="u-law">${i} = tanh(<span class="role-input">${o} ${l}</span> + <span class="role-hidden">${a} ${u}</span> + <i>b</i>)</p>
    <table>${e.map(h)}</table>
    <p class="u-soft">Shown rounded, computed with all digits.</p>`}var ja=t=>`(${t.map(e=>Y(e)).join(", ")})`,Pa=({features:t,units:e,n_parameters:s,timesteps:n})=>c`<p class="u-heading">Parameters</p>
  <p class="u-law">${G("count",c`<span class="u-term"><i>d</i> <i>h</i> + <i>h</i>² + <i>h</i></span>
    <span class="u-term">= ${t} · ${e} + ${e}² + ${e} = <b>${W("n_parameters",s)}</b></span>`)}</p>
  <p class="u-soft veil-count">in W<sub>x</sub>, W<sub>h</sub> and b, for T = ${n} as for any other T.</p>`;function Xa({features:t,units:e,timesteps:s,unfolded:n,H:o,t:a,n_parameters:r},i){let l=i==="count"?"":`, ${r} parameters in all`,u=n?`unrolled over ${T(s,"timestep")}`:`drawn as one cell with its loop, at timestep ${a} of ${s}`,d=n&&a<s?`, and at t = ${s} it is ${ja(o.at(-1))}`:"";return`A SimpleRNN with ${T(t,"feature")} and ${T(e,"unit")}${l}, ${u}. At t = ${a} its state is ${ja(o[a-1])}${d}.`}function za({x:t,A:e,H:s,W_x:n,W_h:o,b:a}){let r=(u,d)=>d.map((h,p)=>c`<th scope="col">${u}${d.length>1&&c` [${p+1}]`}</th>`),i=u=>u.map(d=>c`<td>${w(d,4)}</td>`),l=u=>u.map(d=>[d].flat().map(ot).join(", ")).join("; ");return c`<table class="u-table">
    <caption>Every timestep: input, pre-activation and state of each unit</caption>
    <thead><tr><th scope="col">t</th>${r(c`X<sub>t</sub>`,t[0])}${r(c`A<sub>t</sub>`,a)}${r(c`H<sub>t</sub>`,a)}</tr></thead>
    <tbody>${t.map((u,d)=>c`<tr><th scope="row">${d+1}</th>${i(u)}${i(e[d])}${i(s[d])}</tr>`)}</tbody>
  </table>
  <p class="u-soft">A<sub>t</sub> = X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b and H<sub>t</sub> = tanh(A<sub>t</sub>), from H<sub>0</sub> = 0,
    with W<sub>x</sub> = (${l(n)}), W<sub>h</sub> = (${l(o)}), b = (${l([a])}); rows end at semicolons, column j is unit j.</p>`}var Vc={W_x:c`<i class="role-input">W<sub>x</sub></i>`,W_h:c`<i class="role-hidden">W<sub>h</sub></i>`,b:c`<i>b</i>`},Ga={kind:"UnrollRNN",title:"One cell, unrolled",lead:"One cell is used at every timestep, with the same weights each time.",traits:["limits","initial","predictions","timesteps","features","units","t","unfolded","x","W_x","W_h","b"],compute(t){let{timesteps:e,features:s,units:n,unfolded:o,limits:a}=t,r=t.x.slice(0,e).map(x=>x.slice(0,s)),i=t.W_x.slice(0,s).map(x=>x.slice(0,n)),l=t.W_h.slice(0,n).map(x=>x.slice(0,n)),u=t.b.slice(0,n),d=new dt({W_x:i,W_h:l,b:u}),{A:h,H:p,H0:$}=d.forward(r),m=d.forward(r.with(0,r[0].map(()=>0))).H,f=Math.min(t.t,e),b=f>1?p[f-2]:$;return{timesteps:e,features:s,units:n,unfolded:o,limits:a,x:r,W_x:i,W_h:l,b:u,A:h,H:p,t:f,before:b,terms:u.map((x,g)=>({input:r[f-1].map((y,v)=>({value:y,weight:i[v][g],product:y*i[v][g]})),state:b.map((y,v)=>({value:y,weight:l[v][g],product:y*l[v][g]})),bias:x})),n_parameters:s*n+n*n+n,moved:p.map((x,g)=>Math.max(...x.map((y,v)=>Math.abs(y-m[g][v]))))}},controls({timesteps:t,features:e,units:s,t:n,limits:o}){return{timesteps:L(o.timesteps,t,String(t)),features:L(o.features,e,String(e)),units:L(o.units,s,String(s)),t:L([1,t],n,`${n} of ${t}`)}},body(t,e,s){let n=this.controls(t),o=(a,r)=>z(e,a,r,n[a]);return c`<div class="u-controls">
      ${o("timesteps",c`timesteps <i>T</i>`)}
      ${o("features",c`features <i>d</i>`)}
      ${o("units",c`units <i>h</i>`)}
      ${Nt("unfolded","Unfolded",t.unfolded)}
    </div>
    <div class="u-stage">
      <div data-slot="chosen">${s.chosen}</div>
      <div data-slot="chain">${s.chain}</div>
    </div>
    <p class="u-key"><b class="role-input">Dashed:</b> the input, every time through the same W<sub>x</sub>.
      <b class="role-hidden">Double:</b> the hidden state, every time through the same W<sub>h</sub>.
      Bars: its units, <b class="u-plus">up</b> for positive and <b class="u-minus">down</b> for negative.</p>
    <div class="u-controls u-scrub">${o("t",c`timestep <i>t</i>`)}</div>
    <div class="u-pair">
      <div class="u-step" data-slot="step">${s.step}</div>
      <div>
        <div class="u-given">
          <div class="u-controls" data-slot="x">${s.x}</div>
          <div class="u-controls" data-slot="weights">${s.weights}</div>
        </div>
        <div class="u-formula" data-slot="count">${s.count}</div>
      </div>
    </div>`},slots:t=>({chosen:c`${Ea(t)}`,chain:Aa(t),step:Ca(t),x:us("x",c`<i class="role-input">X</i>`,t.x,t.limits.x),weights:c`${Object.entries(Vc).map(([e,s])=>us(e,s,t[e],t.limits[e]))}`,count:Pa(t)}),questions:Ia,describe:Xa,numbers:za,python:Fa};var Dc=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],Ut=20;function Va(t,e,s){let n=getComputedStyle(t),o=[...t.querySelectorAll("svg.u-figure")],a=$=>Math.max(0,-$.getBBox().x),r=Math.max(...o.map($=>$.getBoundingClientRect().width+a($))),i=Ut,l=($,m,f)=>Yc($,`${f} ${m}px ${n.fontFamily}`,r).map(b=>(i+=1.4*m,`<text x="${Ut}" y="${i}" font-family="${Kt(n.fontFamily)}" font-size="${m}" font-weight="${f}" fill="${n.color}">${Kt(b)}</text>`)),u=$=>{let m=$.getBoundingClientRect(),f=$.viewBox.baseVal?.width||m.width,{y:b,height:x}=$.getBBox();i+=Ut;let g={x:Ut+a($),y:i,width:m.width,height:x*m.width/f,viewBox:`0 ${b} ${f} ${x}`,overflow:"visible"};i+=g.height;let y=Uc($);for(let[v,_]of Object.entries(g))y.setAttribute(v,_);return new XMLSerializer().serializeToString(y)},d=$=>{let m=$.previousElementSibling??$.parentElement.previousElementSibling;return m?.matches(".u-heading")?(i+=Ut/2,l(m.innerText,12.5,400)):[]},h=[l(e,16,600),l(Bc(t),12.5,400),o.flatMap($=>[d($),u($)]).flat(),l(t.querySelector(".u-key").innerText,12.5,400)].flat(),p={width:r+2*Ut,height:i+Ut};return`<svg xmlns="http://www.w3.org/2000/svg" width="${p.width}" height="${p.height}" viewBox="0 0 ${p.width} ${p.height}">
<title>${Kt(e)}</title><desc>${Kt(s)}</desc>
<rect width="100%" height="100%" fill="${n.backgroundColor}"/>
${h.join(`
`)}
</svg>`}function Bc(t){let e=o=>o.textContent.trim(),s=({value:o,dataset:a},r)=>{let[,i]=JSON.parse(a.at);return`${r===0?"":i===0?"; ":", "}${o.replace("-","−")}`},n={"u-range":o=>`${e(o.querySelector("label"))}: ${e(o.querySelector(".u-amount"))}`,"u-choice":o=>`${e(o.querySelector("legend"))}: ${e(o.querySelector(":checked + span"))}`,"u-fields":o=>`${e(o.querySelector("legend"))}: ${[...o.querySelectorAll("input")].map(s).join("")}`,"u-toggle":o=>`${e(o)}: ${o.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(o=>n[o.className](o)).join(", ")}function Yc(t,e,s){let n=document.createElement("canvas").getContext("2d");return n.font=e,t.split(/\s+/).reduce((o,a)=>{let r=`${o.at(-1)??""} ${a}`.trim();return o.length&&n.measureText(r).width<=s?[...o.slice(0,-1),r]:[...o,a]},[])}function Uc(t){let e=t.cloneNode(!0),s=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((n,o)=>{let a=getComputedStyle(s[o]);(a.visibility==="hidden"||a.display==="none")&&n.setAttribute("display","none");for(let r of Dc)n.setAttribute(r,a.getPropertyValue(r));a.transform!=="none"&&n.setAttribute("transform",a.transform),n.removeAttribute("class")}),e}function Da(t,e){let s=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:s,download:t}).click(),URL.revokeObjectURL(s)}var Ya={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},Ua=["numbers","python"],hn="Answer or skip the question first";function Ka(t,e,s="u"){let n=t.compute(e);return Ja(t,e,n,$n(t,e,n,s),s).toString()}function $n(t,e,s,n){let o=t.questions(s),a=Pe(o,e.predictions);return{locked:!!a?.locks,veil:ws(o,e.predictions).map(({key:r})=>r).join(" "),slots:{ask:Ln(n,o,e.predictions),caption:c`${t.describe(s,a?.key)}`,...t.slots(s,n)}}}function Ja(t,e,s,{locked:n,veil:o,slots:a},r){let i=([l,u])=>c`<button type="button" data-action="${l}"${l==="numbers"&&c` aria-expanded="false" aria-controls="${r}-numbers"`}${Ua.includes(l)&&c` aria-disabled="${n}" title="${n?hn:""}"`}>${u}</button>`;return c`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${o}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Ya).map(i)}</div>
    </header>
    <div class="u-numbers" id="${r}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    ${t.modes&&c`<div class="u-modes">${J(r,"mode","View",t.modes,e.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${a.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${n&&c` disabled`}>${t.body(s,r,a)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${a.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}var Ba=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function Za(t,{model:e,el:s}){let n=`u${Math.random().toString(36).slice(2,10)}`,o=()=>Object.fromEntries(t.traits.map(k=>[k,e.get(k)])),a=new AbortController,r=(k,M)=>x.addEventListener(k,M,{signal:a.signal}),i=o(),l=t.compute(i),u=$n(t,i,l,n),d=0,h=0,p=0,$=!1,m=null,f=null,b=null;s.innerHTML=Ja(t,i,l,u,n);let x=s.firstElementChild,g=k=>x.querySelector(k);function y(){cancelAnimationFrame(d),d=0;let k=i.mode;i=o(),l=t.compute(i);let M=u.slots;u=$n(t,i,l,n);let{locked:E,veil:D,slots:Q}=u;$&&(Q.ask=M.ask);let bt=g("[data-body]"),de=b??g(":focus")?.id;b=null,x.dataset.veil!==D&&(x.dataset.veil=D),bt.disabled=E,i.mode!==k&&(bt.innerHTML=t.body(l,n,Q));for(let[Ht,pn]of Object.entries(Q))Ba(M[Ht])!==Ba(pn)&&(g(`[data-slot="${Ht}"]`).innerHTML=pn);de&&g(":focus")?.id!==de&&g(`#${de}`)?.focus(),O(!E&&!g("[data-slot=numbers]").hidden);for(let Ht of Ua)g(`[data-action=${Ht}]`).ariaDisabled=String(E),g(`[data-action=${Ht}]`).title=E?hn:"";g(".u-code").hidden=!0,bn(x,t.controls(l),i),g(".u-fault").hidden=!0;let Ae=f&&g(`[data-verdict="${f}"]`);f=null,Ae?.focus(),_((Ae??g("[data-slot=caption]")).textContent)}function v(){d||=requestAnimationFrame(y)}function _(k){clearTimeout(p),p=setTimeout(()=>g(".u-live").textContent=k,400)}function H(k){for(let[M,E]of Object.entries(k))e.set(M,E);e.save_changes(),!h&&(y(),h=requestAnimationFrame(()=>h=0))}function R({dataset:k},...M){b=k.then??null,H(t.edits[k.edit](l,...JSON.parse(k.with??"[]"),...M))}function A(k){let{pad:M,place:E}=k.dataset,{min:D,max:Q}=k.querySelector("input");return{values:e.get(M),limits:[Number(D),Number(Q)],place:e.get(E),put:bt=>H({[M]:bt.values,[E]:bt.place})}}function q(k){let{values:M,limits:E,put:D}=A(m.element);D(Zn(M,m.element.getBoundingClientRect(),E,m.last,k)),m.last=k}function Mt(k){let{values:M,limits:E,place:D,put:Q}=A(k.target.closest("[data-pad]")),bt=Qn(M,E,D,k.key);bt&&(k.preventDefault(),Q(bt))}function jt(k,M){k.ariaInvalid="true",g(".u-fault").textContent=M,g(".u-fault").hidden=!1}function S(k){let{key:M,about:E}=Pe(t.questions(l),i.predictions);f=M,H({predictions:{...i.predictions,[M]:{answer:k,about:E}}})}function O(k){let M=g("[data-slot=numbers]"),E=g("[data-action=numbers]");!k&&M.hidden||(M.hidden=!k,M.innerHTML=k?t.numbers(l):"",E.ariaExpanded=String(k),E.textContent=k?"Hide numbers":Ya.numbers)}let V={numbers(){O(g("[data-slot=numbers]").hidden)},async python(){let k=g(".u-code");k.value=t.python(l);try{await navigator.clipboard.writeText(k.value),B("python","Python copied")}catch{k.hidden=!1,k.focus(),k.select(),_("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){Da(`${t.kind}.svg`,Va(x,t.title,g("[data-slot=caption]").textContent)),B("svg","SVG saved")},reset(){H({...i.initial,predictions:{}}),B("reset","Reset done")}};function B(k,M){let E=g(`[data-action=${k}]`);E.dataset.done="",E.addEventListener("animationend",()=>delete E.dataset.done,{once:!0}),_(M)}r("input",({target:k})=>{let{trait:M}=k.dataset;if(k.dataset.edit)return R(k,k.type==="checkbox"?k.checked:k.value);if(!M)return;let E=k.type==="number"&&wn(k);E?jt(k,E):H({[M]:xn(k,e.get(M))})}),r("focusout",({target:k})=>k.ariaInvalid==="true"&&y()),r("keydown",k=>{let{target:M,key:E}=k;if(M.closest("[data-pad]"))return Mt(k);let D={PageUp:5,PageDown:-5}[E];M.type!=="range"||!D||(k.preventDefault(),M.value=Number(M.value)+D*Number(M.step),M.dispatchEvent(new Event("input",{bubbles:!0})))}),r("submit",k=>{k.preventDefault(),S(k.target.querySelector("input").valueAsNumber)}),r("click",({target:k})=>{let M=k.closest("button"),E=k.closest("[data-pick]");M?.ariaDisabled==="true"?(g(".u-question :is(input, button)").focus(),_(hn)):M?.dataset.action?V[M.dataset.action]():M?.dataset.answer?S(M.dataset.answer):M&&"skip"in M.dataset?S(null):M?.dataset.edit?R(M):E&&!u.locked&&H({[E.dataset.pick]:JSON.parse(E.dataset.to)})}),r("pointerdown",k=>{let M=k.button===0&&!u.locked&&k.target.closest("[data-pad]");$=!!M||k.target.type==="range",M&&(k.preventDefault(),M.setPointerCapture(k.pointerId),M.querySelector("input").focus({preventScroll:!0,focusVisible:!1}),m={element:M,last:null},q(k))}),r("pointermove",k=>m&&q(k));for(let k of["pointerup","pointercancel"])window.addEventListener(k,()=>{$&&v(),$=!1,m=null},{signal:a.signal});let tt=t.traits.map(k=>`change:${k}`);for(let k of tt)e.on(k,v);return()=>{a.abort(),cancelAnimationFrame(d),cancelAnimationFrame(h),clearTimeout(p);for(let k of tt)e.off(k,v);s.replaceChildren()}}var Kc=[Ta,Ga,Oo,zn,fo,Ko,aa,to],ls=Object.fromEntries(Kc.map(t=>[t.kind,t])),Jc=t=>ls[t.kind].compute(t),H$=t=>ls[t.kind].python(Jc(t)),W$=(t,e)=>Ka(ls[t.kind],t,e),N$={render:({model:t,el:e})=>Za(ls[t.get("kind")],{model:t,el:e})};export{Jc as compute,N$ as default,W$ as prerender,H$ as python};
