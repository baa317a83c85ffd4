var Gt=Object.defineProperty;var gt=(t,e)=>{for(var n in e)Gt(t,n,{get:e[n],enumerable:!0})};var at={};gt(at,{body:()=>oe,compute:()=>_t,controls:()=>At,describe:()=>de,numbers:()=>pe,python:()=>Mt,questions:()=>ce,slots:()=>ae});var D=class{constructor(e){this.text=e}toString(){return this.text}},Dt={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},C=t=>String(t).replace(/[&<>"']/g,e=>Dt[e]);function xt(t){return t instanceof D?t.text:Array.isArray(t)?t.map(xt).join(""):t==null||t===!1?"":C(t)}function l(t,...e){return new D(t.reduce((n,s,o)=>n+xt(e[o-1])+s))}function T(t,e=2){let n=t.toFixed(e);return(Number(n)===0?n.replace("-",""):n).replace("-","−")}var S=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function q(t,e,n=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${n}</span>`}var j=([t,e],n,s)=>({min:t,max:e,value:n,text:s,disabled:t>e});function B(t,e,n,{min:s,max:o,value:r,text:a,disabled:i}){return l`<div class="u-range">
    <label for="${t}-${e}">${n}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${o}" step="1"
      value="${r}" aria-valuetext="${a}"${i&&l` disabled`}>
  </div>`}function R(t,e,n,s,o){return l`<fieldset class="u-choice">
    <legend>${n}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(o)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function bt(t,e,n){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${n&&l` checked`}><span>${e}</span></label>`}function yt(t,e,n){for(let s of t.querySelectorAll("[data-trait]")){let o=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(n[o]):s.type==="checkbox"?s.checked=n[o]:Yt(t,s,e[o])}}function Yt(t,e,{min:n,max:s,value:o,text:r,disabled:a}){e.min=n,e.max=s,e.value=o,e.disabled=a,e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r}function wt(t){return t.type==="range"?Number(t.value):t.type==="checkbox"?t.checked:t.value}function vt(t,{W:e,U:n,b:s},o=null){let r=s.map(()=>0);return t.map((a,i)=>((!o||o[i])&&(r=Kt(a,r,e,n,s)),r))}function Kt(t,e,n,s,o){return o.map((r,a)=>{let i=r;return t.forEach((c,p)=>i+=c*n[p][a]),e.forEach((c,p)=>i+=c*s[p][a]),Math.tanh(i)})}function tt(t,e){return t.map((n,s)=>n.map((o,r)=>(o-e[s][r])**2))}function Y(t,e=null){let n=0,s=0;return t.forEach((o,r)=>o.forEach((a,i)=>{e&&!e[r][i]||(n+=a,s+=1)})),n/s}function z(t,e,n=1,s=1){return t<e+n?0:Math.floor((t-e-n)/s)+1}function kt(t){let e=t.reduce((o,r)=>o+r,0)/t.length,n=Math.sqrt(t.reduce((o,r)=>o+(r-e)**2,0)/t.length),s=t.every(o=>o===t[0]);return{center:e,spread:s||n===0?1:n}}function et(t,e,n="post",s=0){let o=(r,a,i)=>{let c=Array(e-r.length).fill(a);return n==="post"?[...i,...c]:[...c,...i]};return{X:t.map(r=>o(r,s,r)),mask:t.map(r=>o(r,!1,r.map(()=>!0)))}}function st({length:t,window:e,horizon:n,stride:s,train:o,order:r}){let a=Math.min(o,t),i={train:[0,a],test:[a,t]},c=(p,d,h)=>Array.from({length:z(d-p,e,n,s)},(u,f)=>{let $=p+f*s,g=$+e+n,m=h($);return{start:$,end:g,part:m,leaks:m==="train"&&g>a}});return r==="split first"?Object.entries(i).flatMap(([p,[d,h]])=>c(d,h,()=>p)):c(0,t,p=>p<a?"train":"test")}var X=[6,4,2,5],E=["A","B","C","D"],L={W:[[.9,-.6]],U:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1};function nt(t,e=null){let n=t.map((o,r)=>vt(o.map(a=>[a]),L,e?.[r])),s=n.map(o=>o.map(r=>r.reduce((a,i,c)=>a+i*L.V[c],L.c)));return{states:n,forecasts:s}}var Zt=(t,e)=>Math.max(...t.map((n,s)=>Math.abs(n-e[s])));function _t(t){let{rows:e,length:n,train:s,pad_to:o,where:r,mask:a,sequence:i}=t,c=e.map(v=>v[0]),{center:p,spread:d}=kt(c.slice(0,s)),h=c.map(v=>(v-p)/d),u=X.map((v,A)=>Math.floor(A*(n-v-1)/3)),f=X.map((v,A)=>h.slice(u[A],u[A]+v)),$=X.map((v,A)=>h.slice(u[A]+1,u[A]+v+1)),{X:g,mask:m}=et(f,o,r),y=et($,o,r).X,b=nt(f),_=nt(g),M=a?nt(g,m):_,N=tt(M.forecasts,y),W=({states:v})=>v.map((A,G)=>Zt(A.at(-1),b.states[G].at(-1))),x=Y(N),w=Y(N,m);return{center:p,spread:d,starts:u,inputs:f,targets:$,X:g,y,mask:m,errors:N,padTo:o,where:r,masked:a,sequence:i,name:t.names[0],limits:t.limits,states:M.states,alone:b.states,hT:M.states.map(v=>v.at(-1)),hAlone:b.states.map(v=>v.at(-1)),hPlain:_.states.map(v=>v.at(-1)),drift:W(M),driftPlain:W(_),lossAll:x,lossReal:w,loss:a?w:x,lossAlone:Y(tt(b.forecasts,$)),steps:E.length*o,realSteps:X.reduce((v,A)=>v+A,0)}}var H={top:4,pitch:54,label:18,cell:28},O={top:H.top+4*H.pitch+34,height:116},Jt=O.top+O.height+26,Qt=["u-state","u-state u-state-2"];function Tt(t,e){let{padTo:n,sequence:s}=t,o=r=>`${+(100*r/n).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${Jt}" role="img" aria-label="The padded batch and the hidden states of sequence ${E[s]}">
    ${E.map((r,a)=>te(t,a,o))}
    ${ee(t,o)}
  </svg>`}function te({X:t,mask:e,masked:n,sequence:s,drift:o,padTo:r},a,i){let c=H.top+a*H.pitch,p=c+H.label,d=t[a].map((u,f)=>{let $=e[a][f],g=l`x="${i(f)}" y="${p}" width="${i(1)}" height="${H.cell}"`,m=u<0?"u-fill-negative":"u-fill-positive";return l`${$&&l`<rect ${g} class="${m}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(u)/2)).toFixed(3)}"/>`}
      <rect ${g} class="${$?"u-real":"u-pad"}"/>
      ${!$&&n&&l`<line x1="${i(f)}" x2="${i(f+1)}" y1="${p+H.cell}" y2="${p}" class="u-strike"/>`}
      <text x="${i(f+.5)}" y="${p+19}" text-anchor="middle" class="${$?"u-cell":"u-cell u-soft"}">${$?T(u,1):n?"":"0"}</text>`}),h=o[a]===0?"unchanged":`moved by ${T(o[a])}`;return l`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${c+12}" class="u-strong">${E[a]} <tspan class="u-soft u-plain">${X[a]} real, ${r-X[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${c+12}" text-anchor="end" class="${o[a]>0&&"u-strong u-ink-gradient"} veil-drift">${h}</text>
    ${d}
    <rect x="0" y="${c}" width="100%" height="${H.pitch}" class="u-hit" data-pick="sequence" data-to="${a}"/>
  </g>`}function ee({states:t,alone:e,mask:n,sequence:s,padTo:o,where:r},a){let i=X[s],c=r==="post"?0:o-i,p=m=>+((1-m)/2).toFixed(4),d=m=>+(O.top+p(m)*O.height).toFixed(2),h=(m,y,b)=>l`<polyline points="${m.map((_,M)=>`${y+M+.5},${p(_)}`).join(" ")}" class="${b}" vector-effect="non-scaling-stroke"/>`,u=c?[0,c]:[i,o],f=E[s],$=t[s].at(-1),g=se($.map(d));return l`<text x="0" y="${O.top-14}" class="u-strong">Hidden state of ${f}, step by step <tspan class="u-soft u-plain">thin: ${f} alone</tspan></text>
    ${u[1]>u[0]&&l`<rect x="${a(u[0])}" y="${O.top}" width="${a(u[1]-u[0])}" height="${O.height}" class="u-fill-panel"/>
      <text x="${a((u[0]+u[1])/2)}" y="${O.top+O.height-6}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(m=>l`<line x1="0" x2="100%" y1="${d(m)}" y2="${d(m)}" class="u-grid"/>`)}
    <svg x="0" y="${O.top}" width="100%" height="${O.height}" viewBox="0 0 ${o} 1" preserveAspectRatio="none" overflow="visible">
      ${$.map((m,y)=>{let b=e[s].map(_=>_[y]);return h(r==="post"?[...b,...Array(o-i).fill(b.at(-1))]:b,c,"u-alone")})}
      <g class="veil-drift">${$.map((m,y)=>h(t[s].map(b=>b[y]),0,Qt[y]))}</g>
    </svg>
    <g class="veil-drift">${$.map((m,y)=>l`${t[s].map((b,_)=>l`<circle cx="${a(_+.5)}" cy="${d(b[y])}" r="3" class="${n[s][_]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${g[y]}" text-anchor="end" class="u-halo">unit ${y+1}</text>`)}</g>
    ${t[s].map((m,y)=>l`<text x="${a(y+.5)}" y="${O.top+O.height+18}" text-anchor="middle" class="u-soft">${y?y+1:"t = 1"}</text>`)}`}function se([t,e]){let n=[t-8,e-8];return Math.abs(t-e)>=16?n:t<=e?[t-8,e+18]:[t+18,e-8]}var U=t=>Array.isArray(t)?`[${t.map(U).join(", ")}]`:String(t),ot=t=>t.map(e=>`    ${U(e)},`).join(`
`);function St({series:t,names:e,units:n,window:s,stride:o,horizon:r,train:a,order:i,selected:c}){let p=e.map((h,u)=>n[u]?`${h} (${n[u]})`:h).join(", "),d=i==="split first";return`import numpy as np

# One row a timestep: ${p.replace(/\s+/g," ")}
series = np.array([
${ot(t)}
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
`}function Mt({inputs:t,targets:e,padTo:n,where:s,masked:o}){let{W:r,U:a,b:i,V:c,c:p}=L,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${X.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${ot(t)}
]
targets = [
${ot(e)}
]
length, where, use_mask = ${n}, "${s}", ${o?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W = np.array(${U(r)})
U = np.array(${U(a)})
b = np.array(${U(i)})
V, c = np.array(${U(c)}), ${p}


def simple_rnn(x, keep):
    """Hidden states of every step, (T, units); where keep is False the state is carried on."""
    h, states = np.zeros(len(b)), []
    for value, real in zip(x, keep):
        if real:
            h = np.tanh(value * W[0] + h @ U + b)
        states.append(h)
    return np.array(states)


keep = mask if use_mask else np.ones_like(mask)
states = np.array([simple_rnn(x, k) for x, k in zip(X, keep)])
h_T = states[:, -1]
h_alone = np.array([simple_rnn(x, [True] * len(x))[-1] for x in sequences])
drift = np.abs(h_T - h_alone).max(axis=1)

errors = (states @ V + c - y) ** 2
loss_all = errors.mean()
loss_real = (errors * mask).sum() / mask.sum()
loss = loss_real if use_mask else loss_all
print("h_T", h_T, "moved by", drift, "loss", loss)

# The same in Keras; without dtype, pad_sequences would cut every value to a whole number.
# X = keras.utils.pad_sequences(sequences, maxlen=length, padding="${d}", dtype="float64")[..., None]
# rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
# rnn.build(X.shape); rnn.set_weights([W, U, b])
# states = rnn(X, mask=${o?"mask":"None"})
`}var ne={post:"after (post)",pre:"before (pre)"},At=({limits:t,padTo:e,sequence:n})=>({pad_to:j(t.pad_to,e,S(e,"step")),sequence:j(t.sequence,n,E[n])});function oe(t,e,n){let s=At(t);return l`<div class="u-controls">
    ${B(e,"pad_to",l`pad to <i>T</i>`,s.pad_to)}
    ${B(e,"sequence","states shown",s.sequence)}
    ${R(e,"where","Zeros",ne,t.where)}
    ${bt("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${n.grid}</div>
  <div class="u-pair">
    <div data-slot="states">${n.states}</div>
    <div class="u-loss" data-slot="loss">${n.loss}</div>
  </div>`}var ae=(t,e)=>({grid:Tt(t,e),states:re(t),loss:ie(t)}),Xt=(t,e)=>l`(${e.map((n,s)=>[s>0&&", ",q(`${t}.${s}`,n,T(n))])})`;function re({hT:t,hAlone:e,drift:n}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, h<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${E.map((s,o)=>l`<tr><th scope="row">${s}</th><td>${Xt(`h_alone.${s}`,e[o])}</td>
        <td><span class="veil-drift">${Xt(`h_T.${s}`,t[o])}</span></td>
        <td><span class="veil-drift ${n[o]>0&&"u-alarm"}">${q(`drift.${s}`,n[o],n[o]===0?"0, equal":qt(n[o]))}</span></td></tr>`)}</tbody>
  </table>`}var qt=t=>t<.005?t.toExponential(0).replace("-","−"):T(t);function ie({lossAll:t,lossReal:e,loss:n,lossAlone:s,masked:o,steps:r,realSteps:a}){let i=Math.max(t,e,s)||1,c=(p,d,h,u)=>l`<div class="u-meter${u&&" u-counts"}">
    <span>${h}${u&&l` <b>counts</b>`}</span><b>${q(p,d,T(d,3))}</b>
    <i style="inline-size:${(100*d/i).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    <div class="veil-drift">
      ${c("loss_all",t,`over all ${r} steps`,!o)}
      ${c("loss_real",e,`over the ${a} real steps`,o)}
      ${c("loss_alone",s,"with no padding at all",!1)}
    </div>
    <p class="u-soft">The mask m is 1 on real steps: L = Σ m e / Σ m.
      <span class="veil-drift">Training would use ${q("loss",n,T(n,3))}.</span></p>`}function ce({padTo:t,where:e,hAlone:n,hPlain:s}){let o=X.indexOf(Math.min(...X)),r=t-X[o];return[{key:"drift",locks:!0,about:{sequence:E[o],zeros:r,where:e,alone:n[o],padded:s[o]},text:l`Sequence ${E[o]} has ${X[o]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state h<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:le}]}function le({answer:t,about:e}){let{sequence:n,zeros:s,where:o,alone:r,padded:a}=e,i=h=>`(${h.map(u=>T(u)).join(", ")})`,c={same:"You said it stays the same; it changes. ",changes:"You said it changes, and it does. "}[t]??"It changes. ",p="A step whose input is 0 is still a step: h = tanh(0 W + h U + b) moves the state by U and b.",d=o==="post"?`After ${S(s,"zero")}`:`With ${S(s,"zero")} before it`;return`${c}${d} the state of ${n} is ${i(a)} instead of ${i(r)}. ${p} Switch the mask on: the padded steps are skipped and all four states are equal to the last bit.`}function de({padTo:t,where:e,masked:n,drift:s,loss:o,lossAlone:r},a){let i=`Four sequences of ${X.slice(0,-1).join(", ")} and ${X.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(a)return`${i}, without a mask.`;let c=s.indexOf(Math.max(...s));return n?`${i}, with a mask: every last state equals that of the sequence alone, and the loss is ${T(o,3)} as it is without padding.`:s[c]===0?`${i}, without a mask.`:`${i}, without a mask: the last state of ${E[c]} moves most, by ${qt(s[c])}, and the loss is ${T(o,3)} where it should be ${T(r,3)}.`}function pe({X:t,y:e,mask:n,states:s,errors:o,masked:r,sequence:a,center:i,spread:c,name:p}){let d=m=>m.map(y=>[].concat(y).map(b=>T(b,1)).join(", ")).join("; "),{W:h,U:u,b:f,V:$,c:g}=L;return l`<table class="u-table">
    <caption>Sequence ${E[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">x</th><th scope="col">h, unit 1</th><th scope="col">h, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,y)=>l`<tr><th scope="row">${y+1}</th><td>${n[a][y]?"yes":"no"}</td><td>${T(m,4)}</td>${s[a][y].map(b=>l`<td>${T(b,4)}</td>`)}<td>${T(e[a][y],4)}</td><td>${T(o[a][y],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">x is ${p}, scaled with mean ${T(i,3)} and standard deviation ${T(c,3)} of the training part; the target is the next value.
    h = tanh(x W + h U + b), forecast = h V + c, with W = (${d(h)}), U = (${d(u)}), b = (${d([f])}), V = (${d([$])}), c = ${T(g,1)}.</p>`}var dt={};gt(dt,{body:()=>Te,compute:()=>ke,controls:()=>Lt,describe:()=>je,numbers:()=>Fe,python:()=>St,questions:()=>Ae,slots:()=>Se});var K=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var rt=300,it=290,Et={x:32,bottom:258},ue=104,Ot=.5,he=12;function Nt(t,e){let{n,window:s,features:o,selected:r,cut:a,nTrain:i,nTest:c}=t;if(!n)return l`<svg class="u-figure u-box" viewBox="0 0 ${rt} ${it}" role="img" aria-label="No window fits, so there is no tensor">
      <text x="${rt/2}" y="${it/2}" text-anchor="middle" class="u-soft">no window, no tensor</text></svg>`;let p={width:24,height:Math.min(19,168/s)},d={width:o*p.width,height:s*p.height},h=i&&c?he:0,u=Math.min(11,(ue-h)/n),f=g=>{let m=g*u+(g>=i?h:0);return{x:Et.x+m,y:Et.bottom-d.height-m*Ot}},$=a.map((g,m)=>n-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${rt} ${it}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${o} features for every window, X[${r}] pulled out">
    <defs>${K(`${e}-sheet`)}</defs>
    ${$.map(g=>g===r?fe(t,f(g),d,p):$e(a[g],g,f(g),d,e))}
    ${r>0&&jt(f(0),d,p,s,o)}
    ${me(t,f,d)}
  </svg>`}var k=t=>+t.toFixed(2),Z=({x:t,y:e},{width:n,height:s},o)=>l`<rect x="${k(t)}" y="${k(e)}" width="${n}" height="${k(s)}" class="${o}"/>`;function $e({part:t,leaks:e},n,s,o,r){return l`<g class="${n>1&&"veil-count"}">${Z(s,o,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${k(s.x)}" y="${k(s.y)}" width="${o.width}" height="${k(o.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function jt({x:t,y:e},{width:n,height:s},o,r,a){let i=Array.from({length:r-1},(p,d)=>`M${k(t)} ${k(e+(d+1)*o.height)}h${n}`),c=Array.from({length:a-1},(p,d)=>`M${k(t+(d+1)*o.width)} ${k(e)}v${k(s)}`);return l`<path d="${[...i,...c].join("")||"M0 0"}" class="u-cell-lines"/>`}function fe({series:t,X:e,features:n,selected:s,window:o},r,a,i){let c={x:r.x+a.width+16,y:r.y},d=Array.from({length:n},(f,$)=>t.map(g=>g[$])).map(f=>{let $=Math.min(...f),g=Math.max(...f);return m=>k(.08+.72*(g===$?.5:(m-$)/(g-$)))}),h=e.flatMap((f,$)=>f.map((g,m)=>l`<rect x="${k(c.x+m*i.width)}" y="${k(c.y+$*i.height)}" width="${i.width}" height="${k(i.height)}" class="u-fill-input" fill-opacity="${d[m](g)}"/>`)),u=r.x+a.width;return l`${Z(r,a,"u-slot")}
    <path d="M${k(u)} ${k(r.y)}H${k(c.x)}M${k(u)} ${k(r.y+a.height)}H${k(c.x)}" class="u-guide"/>
    ${Z(c,a,"u-fill-surface")}${h}${jt(c,a,i,o,n)}${Z(c,a,"u-sheet-chosen")}
    <text x="${k(c.x+a.width/2)}" y="${k(c.y-7)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function me({n:t,window:e,features:n},s,o){let{x:r,y:a}=s(0),i=k(Math.atan(Ot)*180/Math.PI);return l`<text transform="translate(${k(r-2)} ${k(a-7)}) rotate(${-i})" class="u-halo">batch n = <tspan class="veil-count">${t}</tspan></text>
    <text transform="translate(${k(r-10)} ${k(a+o.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${k(r)}" y="${k(a+o.height+18)}">features d = ${n}</text>`}var V={top:22,height:174},F={top:242,height:168},ct=F.top+F.height;function Wt(t,e){let{length:n,border:s,chosen:o,window:r,horizon:a,features:i}=t,c=h=>`${+(100*h/n).toFixed(3)}%`,p=V.height/i,d=(h,u,f)=>l`<rect x="${c(h)}" y="${V.top}" width="${c(u)}" height="${F.top-V.top}" class="${f}"/>`;return l`<svg class="u-figure" width="100%" height="${ct+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${K(`${e}-leak`)}</defs>
    <rect x="${c(s)}" y="0" width="${c(n-s)}" height="${ct}" class="u-fill-panel"/>
    ${o&&[d(o.start,r,"u-band-input"),d(o.start+r,a,"u-band-output")]}
    ${t.names.map((h,u)=>ge(t,u,V.top+u*p,p,c))}
    ${xe(n,c)}
    ${o?[be(t,c),t.cut.map((h,u)=>ye(t,u,c,e))]:we(t,c,e)}
    <line x1="${c(s)}" x2="${c(s)}" y1="0" y2="${ct}" class="u-split"/>
    <text x="0" y="12" class="u-strong">train: ${S(s,"value")}</text>
    ${s<n&&l`<text x="100%" y="12" class="u-strong" text-anchor="end">test: ${n-s}</text>`}
  </svg>`}function ge({series:t,names:e,units:n,chosen:s,window:o,length:r},a,i,c,p){let d=t.map(M=>M[a]),h=Math.min(...d),u=Math.max(...d),f=M=>+(u===h?.5:(u-M)/(u-h)).toFixed(4),$=i+21,g=c-30,m=(M,N,W)=>{let x=d.slice(M,N).map((w,v)=>`${M+v+.5},${f(w)}`);return l`<polyline points="${x.join(" ")}" class="${W}" vector-effect="non-scaling-stroke"/>`},y=(M,N,W)=>d.slice(M,N).map((x,w)=>l`<circle cx="${p(M+w+.5)}" cy="${+($+f(x)*g).toFixed(2)}" r="2.6" class="${W}"/>`),b=s&&s.start+o,_=s&&a===0;return l`<text x="0" y="${i+13}" class="u-halo">${e[a]} <tspan class="u-soft">${Ft(h)} to ${Ft(u)} ${n[a]}</tspan></text>
    <svg x="0" y="${$}" width="100%" height="${g}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${s&&m(s.start,b,"u-line-input")}
      ${_&&m(b-1,s.end,"u-line-output")}
    </svg>
    ${s&&y(s.start,b,"u-dot-input")}
    ${_&&y(b,s.end,"u-dot-output")}`}var Ft=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function xe(t,e){let n=[1,5,10,20,25,50].find(o=>t/o<=6),s=V.top+V.height;return Array.from({length:Math.ceil(t/n)},(o,r)=>r*n).map(o=>l`<line x1="${e(o+.5)}" x2="${e(o+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${o?e(o+.5):0}" y="${s+17}" text-anchor="${o?"middle":"start"}" class="u-soft">${o||"t = 0"}</text>`)}function be({selected:t,chosen:e,window:n,length:s},o){let r=Math.min(Math.max(e.start+n,.14*s),.86*s);return l`<text x="${o(r)}" dx="-5" y="${F.top-8}" text-anchor="end" class="u-strong u-ink-input">X[${t}]</text>
    <text x="${o(r)}" dx="5" y="${F.top-8}" class="u-strong u-ink-output">y[${t}]</text>`}function ye({cut:t,n:e,selected:n,window:s,horizon:o,border:r,length:a},i,c,p){let{start:d,end:h,leaks:u}=t[i],f=Math.min(21,F.height/e),$=+(F.top+i*f).toFixed(2),g=+(f-(f>6?4:f/4)).toFixed(2),m=Math.max(d,r),y=h<.76*a?{x:c(h),dx:6,"text-anchor":"start"}:{x:c(d),dx:-6,"text-anchor":"end"},b=Object.entries(y).map(([_,M])=>l` ${_}="${M}"`);return l`<g class="u-bar${i===n&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${c(d)}" y="${$}" width="${c(s)}" height="${g}" class="u-bar-input"/>
    <rect x="${c(d+s)}" y="${$}" width="${c(o)}" height="${g}" class="u-bar-output"/>
    ${u&&l`<rect x="${c(m)}" y="${$}" width="${c(h-m)}" height="${g}" fill="url(#${p}-leak)" class="u-bar-leak veil-leak"/>`}
    ${f>=12&&l`<text${b} y="${+($+g/2+4).toFixed(2)}">${i}${u&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${$}" width="100%" height="${+f.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function we({length:t,window:e,horizon:n},s,o){return l`<rect x="0" y="${F.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${s(e)}" y="${F.top}" width="${s(t-e)}" height="20" fill="url(#${o}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${F.top+42}" class="u-strong u-ink-gradient">needs ${e+n} values and does not fit</text>`}var ve={"window first":"window, then split","split first":"split, then window"};function ke(t){let{rows:e,length:n,window:s,stride:o,horizon:r,features:a,train:i,order:c,limits:p}=t,d=Math.min(i,n),h=e.map(b=>b.slice(0,a)),u=st(t),f=u.length,$=Math.min(t.selected,Math.max(0,f-1)),g=u[$]??null,m=g&&g.start+s,y=b=>u.filter(b).length;return{series:h,length:n,window:s,stride:o,horizon:r,features:a,train:i,order:c,limits:p,border:d,cut:u,n:f,selected:$,chosen:g,names:t.names.slice(0,a),units:t.units.slice(0,a),X:g?h.slice(g.start,m):[],y:g?h.slice(m,g.end).map(b=>b[0]):[],nTrain:y(({part:b})=>b==="train"),nTest:y(({part:b})=>b==="test"),nLeak:y(({leaks:b})=>b),firstLeak:u.findIndex(({leaks:b})=>b),notes:_e(t,d)}}function _e({length:t,window:e,horizon:n,order:s},o){let r=s==="split first"?{"train part":o,"test part":t-o}:{series:t};return Object.entries(r).filter(([,i])=>i<e+n).map(([i,c])=>`window ${e} + horizon ${n} needs at least ${e+n} values; the ${i} has ${c}`)}function Lt({length:t,window:e,stride:n,horizon:s,features:o,train:r,limits:a,selected:i,n:c}){return{length:j(a.length,t,S(t,"value")),window:j(a.window,e,S(e,"step")),horizon:j(a.horizon,s,S(s,"step")),stride:j(a.stride,n,S(n,"step")),features:j(a.features,o,S(o,"feature")),train:j(a.train,r,S(r,"value")),selected:j([0,c-1],i,c?`X[${i}]`:"none")}}function Te(t,e,n){let s=Lt(t),o=(r,a)=>B(e,r,a,s[r]);return l`<div class="u-controls">
    ${o("length",l`series <i>N</i>`)}
    ${o("window",l`window <i class="role-input">T</i>`)}
    ${o("horizon",l`horizon <i class="role-output">H</i>`)}
    ${o("stride",l`stride <i>s</i>`)}
    ${o("features",l`features <i>d</i>`)}
    ${o("train","train part")}
    ${R(e,"order","Order",ve,t.order)}
  </div>
  <div data-slot="series">${n.series}</div>
  <div class="u-formula" data-slot="formula">${n.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${n.box}</div>
    <div class="u-slice">
      ${o("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${n.slice}</div>
    </div>
  </div>`}var Se=(t,e)=>({series:Wt(t,e),formula:Me(t),box:Nt(t,e),slice:Xe(t)}),lt=(t,e)=>l`<span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span>`;function Me({length:t,border:e,window:n,horizon:s,stride:o,features:r,order:a,n:i,nTrain:c,nTest:p,nLeak:d,notes:h}){let u=(m,y)=>l`<tr><th scope="row">${m}</th><td>${y}</td></tr>`,f=(m,y,b,_)=>u(m,y<n+s?l`${q(b,_)} <span class="u-soft">windows: too short</span>`:l`⌊(${y} − ${n} − ${s}) / ${o}⌋ + 1 = ${lt("count",l`<b>${q(b,_)}</b>`)}`),$=l`${q("n_train",c)} train, <span class="${d>0&&"u-alarm"}">${q("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${q("n_test",p)} test`,g=m=>`(${m}, ${n}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[f("train",e,"n_train",c),f("test",t-e,"n_test",p)]:[f("all",t,"n",i),u("split",lt("leak",$))]}${u("shapes",lt("leak",l`X_train <b>${g(c)}</b>, X_test <b>${g(p)}</b>`))}</tbody></table>
    ${h.length>0&&l`<p class="u-note" role="note">Nothing to cut: ${h.join("; ")}.</p>`}`}var Ht=t=>T(t,Math.abs(t)<1e3?1:0);function Xe({names:t,units:e,X:n,y:s,window:o,features:r,horizon:a,selected:i,chosen:c}){if(!c)return l`<p class="u-soft">No window, so nothing to show.</p>`;let p=c.start+o;return l`<table class="u-table">
    <caption>X[${i}] has shape (${o}, ${r}), y[${i}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,h)=>l`<th scope="col">${d} <span class="u-soft">${e[h]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${n.map((d,h)=>l`<tr><th scope="row">${c.start+h}</th>${d.map((u,f)=>l`<td>${q(`X.${h}.${f}`,u,Ht(u))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets">${s.map((d,h)=>l`<tr><th scope="row">${p+h}</th><td>${q(`y.${h}`,d,Ht(d))}</td>${r>1&&l`<td colspan="${r-1}">${h===0&&l`to predict`}</td>`}</tr>`)}</tbody>
  </table>`}function Ae({length:t,window:e,horizon:n,stride:s,train:o,order:r,notes:a}){let i={length:t,window:e,horizon:n,stride:s,train:o,order:r};return a.length?[]:[{key:"count",locks:!0,about:{length:t,window:e,horizon:n,stride:s},text:l`A series has ${t} values. Windows of ${e} steps, each followed by ${S(n,"target")}, start every
        ${S(s,"step")}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Ee},{key:"leak",about:{...i,order:"window first"},text:l`The windows were cut first, and those that start before value ${o} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"X[ ], number",verdict:Oe}]}var qe=[[({length:t,window:e,horizon:n,stride:s})=>Math.floor((t-e-n)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:n})=>z(t,e,0,n),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:n})=>z(t,e,n),"That is the count for stride 1."]];function Ee({answer:t,about:e}){let{length:n,window:s,horizon:o,stride:r}=e,a=z(n,s,o,r),i=(a-1)*r,c=`The last start that still fits is ${i}: its ${s+o} values end at ${i+s+o-1}, and the series ends at ${n-1}. With starts 0, ${r}, …, ${i} that makes ${i} / ${r} + 1 = ${a}.`;if(t===null)return`${S(a,"window")}. ${c}`;if(t===a)return`You said ${t}, and ${t} it is. ${c}`;let p=qe.find(([d])=>d(e)===t)?.[1]??"";return`You said ${t}; it is ${a}. ${p} ${c}`}function Oe({answer:t,about:e}){let n=st(e),s=n.flatMap(({leaks:p},d)=>p?[d]:[]),o=Math.min(e.train,e.length),r=t===null?"":`You said X[${t}]. `,a="Split first and window each part on its own, and no window can leak.";if(!s.length)return`${r}In this setting no training window reaches value ${o}, where the test part begins.`;let[i]=s,c=`X[${i}] and its targets cover values ${n[i].start} to ${n[i].end-1}; the test part begins at ${o}. ${S(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${a}`;return t===null?`It is X[${i}]. ${c}`:t===i?`You said X[${t}], and that is it. ${c}`:`${r}${Ne(n,t,i,o)} It is X[${i}]. ${c}`}function Ne(t,e,n,s){let o=t[e];return o?o.part==="test"?"That one starts in the test part, where it may be.":e>n?"That one leaks too, but not first.":`That one ends at value ${o.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function je({length:t,features:e,window:n,stride:s,horizon:o,n:r,nLeak:a,nTrain:i,nTest:c,order:p,selected:d,chosen:h,notes:u},f){let $=`A series of ${t} timesteps and ${S(e,"feature")}`;if(!r)return`${$}, too short to cut: ${u.join("; ")}.`;let g=`windows of ${n} timesteps that start every ${S(s,"step")}, each with its next ${S(o,"value")} as target`;if(f==="count")return`${$}, to be cut into ${g}.`;let m=p==="split first"?`split and then cut into ${i} training and ${c} test`:`cut into ${r}`,y=f==="leak"?"":a?` ${a} of the ${S(i,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.";return`${$}, ${m} ${g}. X[${d}] starts at timestep ${h.start}.${y}`}function Fe({cut:t,window:e,horizon:n}){let s=(o,r)=>r===1?String(o):`${o} to ${o+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:o,part:r,leaks:a},i)=>l`<tr><th scope="row">X[${i}]</th><td>${s(o,e)}</td><td>${s(o+e,n)}</td><td>${r}</td><td>${a?"yes":"no"}</td></tr>`)}</tbody>
  </table>`}var Pt={windows:dt,padding:at},P=t=>Pt[t.mode],pt={kind:"SequenceTensor",title:"Sequence tensor",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...Pt[t.mode].compute({...t,rows:We(t)}),mode:t.mode,state:t}},body:(t,e,n)=>P(t).body(t,e,n),slots:(t,e)=>P(t).slots(t,e),controls:t=>P(t).controls(t),questions:t=>P(t).questions(t),describe:(t,e)=>P(t).describe(t,e),numbers:t=>P(t).numbers(t),python:t=>P(t).python(t)};function We({series:t,names:e,length:n}){let s=e.length,o=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:n},(r,a)=>e.map((i,c)=>o(a,c)))}function Ct(t,e,n){let s=e.filter(({key:r})=>r in n),o=J(e,n);return l`${s.map(({key:r,verdict:a})=>l`<p class="u-verdict" data-verdict="${r}" tabindex="-1">${a(n[r])}</p>`)}${o&&He(t,o)}`}var J=(t,e)=>t.find(({key:n})=>!(n in e));function He(t,{key:e,text:n,label:s,choices:o,locks:r}){let a=o?Object.entries(o).map(([i,c])=>l`<button type="button" data-answer="${i}">${c}</button>`):l`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${n}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var Le=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],I=20;function Rt(t,e,n){let s=getComputedStyle(t),o=`font-family="${C(s.fontFamily)}" fill="${s.color}"`,r=I+24,a=0,i=[...t.querySelectorAll("svg.u-figure")].map(c=>{let p=c.getBoundingClientRect(),d=Pe(c),h={x:I,y:r,width:p.width,height:p.height,overflow:"visible"};for(let[u,f]of Object.entries(h))d.setAttribute(u,f);return r+=p.height+I,a=Math.max(a,p.width),new XMLSerializer().serializeToString(d)});return a+=2*I,`<svg xmlns="http://www.w3.org/2000/svg" width="${a}" height="${r}" viewBox="0 0 ${a} ${r}">
<title>${C(e)}</title><desc>${C(n)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
<text x="${I}" y="${I+8}" font-size="16" font-weight="600" ${o}>${C(e)}</text>
${i.join(`
`)}
</svg>`}function Pe(t){let e=t.cloneNode(!0),n=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,o)=>{let r=getComputedStyle(n[o]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of Le)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function Ut(t,e){let n=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:n,download:t}).click(),URL.revokeObjectURL(n)}var Vt={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"};function It(t,e,n="u"){let s=t.compute(e);return Bt(t,e,s,ut(t,e,s,n),n).toString()}function ut(t,e,n,s){let o=t.questions(n),r=J(o,e.predictions);return{locked:!!r?.locks,veil:o.filter(({key:a})=>!(a in e.predictions)).map(({key:a})=>a).join(" "),slots:{ask:Ct(s,o,e.predictions),caption:l`${t.describe(n,r?.key)}`,...t.slots(n,s)}}}function Bt(t,e,n,{locked:s,veil:o,slots:r},a){let i=([c,p])=>l`<button type="button" data-action="${c}"${c==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}>${p}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${o}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Vt).map(i)}</div>
    </header>
    <div class="u-modes">${R(a,"mode","View",t.modes,e.mode)}</div>
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&l` disabled`}>${t.body(n,a,r)}</fieldset>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}function zt(t,{model:e,el:n}){let s=`u${Math.random().toString(36).slice(2,10)}`,o=()=>Object.fromEntries(t.traits.map(x=>[x,e.get(x)])),r=new AbortController,a=(x,w)=>f.addEventListener(x,w,{signal:r.signal}),i=o(),c=t.compute(i),p=ut(t,i,c,s),d=0,h=0,u=null;n.innerHTML=Bt(t,i,c,p,s);let f=n.firstElementChild,$=x=>f.querySelector(x);function g(){d=0;let x=i.mode;i=o(),c=t.compute(i);let w=p.slots;p=ut(t,i,c,s);let{locked:v,veil:A,slots:G}=p,ht=$("[data-body]");f.dataset.veil=A,ht.disabled=v,i.mode!==x&&(ht.innerHTML=t.body(c,s,G));for(let[ft,mt]of Object.entries(G))w[ft]?.text!==mt.text&&($(`[data-slot="${ft}"]`).innerHTML=mt);$("[data-slot=numbers]").hidden||($("[data-slot=numbers]").innerHTML=t.numbers(c)),$(".u-code").hidden=!0,yt(f,t.controls(c),i);let $t=u&&$(`[data-verdict="${u}"]`);u=null,$t?.focus(),y(($t??$("[data-slot=caption]")).textContent)}function m(){d||=requestAnimationFrame(g)}function y(x){clearTimeout(h),h=setTimeout(()=>$(".u-live").textContent=x,400)}function b(x){for(let[w,v]of Object.entries(x))e.set(w,v);e.save_changes(),m()}function _(x){let{key:w,about:v}=J(t.questions(c),i.predictions);u=w,b({predictions:{...i.predictions,[w]:{answer:x,about:v}}})}let M={numbers(x){let w=$("[data-slot=numbers]");w.hidden=!w.hidden,w.innerHTML=w.hidden?"":t.numbers(c),x.setAttribute("aria-expanded",String(!w.hidden)),x.textContent=w.hidden?Vt.numbers:"Hide numbers"},async python(){let x=$(".u-code");x.value=t.python(c);try{await navigator.clipboard.writeText(x.value),N("python","Python copied")}catch{x.hidden=!1,x.focus(),x.select(),y("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){Ut(`${t.kind}.svg`,Rt(f,t.title,$("[data-slot=caption]").textContent)),N("svg","SVG saved")},reset(){b(i.initial),N("reset","Reset done")}};function N(x,w){let v=$(`[data-action=${x}]`);v.dataset.done="",v.addEventListener("animationend",()=>delete v.dataset.done,{once:!0}),y(w)}a("input",({target:x})=>{x.dataset.trait&&b({[x.dataset.trait]:wt(x)})}),a("keydown",x=>{let{target:w,key:v}=x,A={PageUp:5,PageDown:-5}[v];w.type!=="range"||!A||(x.preventDefault(),w.value=Number(w.value)+A,w.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",x=>{x.preventDefault(),_(x.target.querySelector("input").valueAsNumber)}),a("click",({target:x})=>{let w=x.closest("button"),v=x.closest("[data-pick]");w?.dataset.action?M[w.dataset.action](w):w?.dataset.answer?_(w.dataset.answer):w&&"skip"in w.dataset?_(null):v&&!p.locked&&b({[v.dataset.pick]:Number(v.dataset.to)})});let W=t.traits.map(x=>`change:${x}`);for(let x of W)e.on(x,m);return()=>{r.abort(),cancelAnimationFrame(d),clearTimeout(h);for(let x of W)e.off(x,m);n.replaceChildren()}}var Q={[pt.kind]:pt},Ce=t=>Q[t.kind].compute(t),Ws=t=>Q[t.kind].python(Ce(t)),Hs=(t,e)=>It(Q[t.kind],t,e),Ls={render:({model:t,el:e})=>zt(Q[t.get("kind")],{model:t,el:e})};export{Ce as compute,Ls as default,Hs as prerender,Ws as python};
