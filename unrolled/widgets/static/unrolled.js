var Kt=Object.defineProperty;var bt=(t,e)=>{for(var o in e)Kt(t,o,{get:e[o],enumerable:!0})};var it={};bt(it,{body:()=>le,compute:()=>Mt,controls:()=>jt,describe:()=>fe,numbers:()=>me,python:()=>Et,questions:()=>he,slots:()=>de});var Y=class{constructor(e){this.text=e}toString(){return this.text}},Qt={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},U=t=>String(t).replace(/[&<>"']/g,e=>Qt[e]);function yt(t){return t instanceof Y?t.text:Array.isArray(t)?t.map(yt).join(""):t==null||t===!1?"":U(t)}function l(t,...e){return new Y(t.reduce((o,s,n)=>o+yt(e[n-1])+s))}function S(t,e=2){let o=t.toFixed(e);return(Number(o)===0?o.replace("-",""):o).replace("-","−")}var M=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function O(t,e,o=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${o}</span>`}var F=([t,e],o,s)=>({min:t,max:e,value:o,text:s,disabled:t>e});function J(t,e,o,{min:s,max:n,value:r,text:a,disabled:c}){return l`<div class="u-range">
    <label for="${t}-${e}">${o}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${n}" step="1"
      value="${r}" style="--u-at:${wt(s,n,r)}" aria-valuetext="${a}"${c&&l` disabled`}>
  </div>`}var wt=(t,e,o)=>e>t?(o-t)/(e-t):0;function H(t,e,o,s,n){return l`<fieldset class="u-choice">
    <legend>${o}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(n)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function vt(t,e,o){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${o&&l` checked`}><span>${e}</span></label>`}function kt(t,e,o){for(let s of t.querySelectorAll("[data-trait]")){let n=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(o[n]):s.type==="checkbox"?s.checked=o[n]:Zt(t,s,e[n])}}function Zt(t,e,{min:o,max:s,value:n,text:r,disabled:a}){e.value===String(n)&&e.max===String(s)&&e.getAttribute("aria-valuetext")===r||(e.min=o,e.max=s,e.value=n,e.disabled=a,e.style.setProperty("--u-at",wt(o,s,n)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function _t(t){return t.type==="range"?Number(t.value):t.type==="checkbox"?t.checked:t.value}function St(t,{W:e,U:o,b:s},n=null){let r=s.map(()=>0);return t.map((a,c)=>((!n||n[c])&&(r=te(a,r,e,o,s)),r))}function te(t,e,o,s,n){return n.map((r,a)=>{let c=r;return t.forEach((i,p)=>c+=i*o[p][a]),e.forEach((i,p)=>c+=i*s[p][a]),Math.tanh(c)})}function st(t,e){return t.map((o,s)=>o.map((n,r)=>(n-e[s][r])**2))}function K(t,e=null){let o=0,s=0;return t.forEach((n,r)=>n.forEach((a,c)=>{e&&!e[r][c]||(o+=a,s+=1)})),o/s}function V(t,e,o=1,s=1){return t<e+o?0:Math.floor((t-e-o)/s)+1}function Tt(t){let e=t.reduce((n,r)=>n+r,0)/t.length,o=Math.sqrt(t.reduce((n,r)=>n+(r-e)**2,0)/t.length),s=t.every(n=>n===t[0]);return{center:e,spread:s||o===0?1:o}}function ot(t,e,o="post",s=0){let n=(r,a,c)=>{let i=Array(e-r.length).fill(a);return o==="post"?[...c,...i]:[...i,...c]};return{X:t.map(r=>n(r,s,r)),mask:t.map(r=>n(r,!1,r.map(()=>!0)))}}function nt({length:t,window:e,horizon:o,stride:s,train:n,order:r}){let a=Math.min(n,t),c={train:[0,a],test:[a,t]},i=(p,d,$)=>Array.from({length:V(d-p,e,o,s)},(u,f)=>{let g=p+f*s,h=g+e+o,m=$(g);return{start:g,end:h,part:m,leaks:m==="train"&&h>a}});return r==="split first"?Object.entries(c).flatMap(([p,[d,$]])=>i(d,$,()=>p)):i(0,t,p=>p<a?"train":"test")}var A=[6,4,2,5],X=["A","B","C","D"],C={W:[[.9,-.6]],U:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1};function at(t,e=null){let o=t.map((n,r)=>St(n.map(a=>[a]),C,e?.[r])),s=o.map(n=>n.map(r=>r.reduce((a,c,i)=>a+c*C.V[i],C.c)));return{states:o,forecasts:s}}var ee=(t,e)=>Math.max(...t.map((o,s)=>Math.abs(o-e[s])));function Mt(t){let{rows:e,length:o,pad_to:s,where:n,mask:r}=t,a=e.map(k=>k[0]),{center:c,spread:i}=Tt(a),p=a.map(k=>(k-c)/i),d=A.map((k,x)=>Math.floor(x*(o-k-1)/3)),$=A.map((k,x)=>p.slice(d[x],d[x]+k)),u=A.map((k,x)=>p.slice(d[x]+1,d[x]+k+1)),{X:f,mask:g}=ot($,s,n),h=ot(u,s,n).X,m=at($),y=at(f),b=r?at(f,g):y,_=st(b.forecasts,h),T=({states:k})=>k.map((x,w)=>ee(x.at(-1),m.states[w].at(-1))),L=K(_),N=K(_,g);return{center:c,spread:i,starts:d,inputs:$,targets:u,X:f,y:h,mask:g,errors:_,padTo:s,where:n,masked:r,sequence:X.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:b.states,alone:m.states,hT:b.states.map(k=>k.at(-1)),hAlone:m.states.map(k=>k.at(-1)),hPlain:y.states.map(k=>k.at(-1)),drift:T(b),driftPlain:T(y),lossAll:L,lossReal:N,loss:r?N:L,lossAlone:K(st(m.forecasts,u)),steps:X.length*s,realSteps:A.reduce((k,x)=>k+x,0)}}function At(t,e,o){let s=e.findLast(({key:r})=>r in o),n=Q(e,o);return l`${s&&l`<p class="u-verdict" data-verdict="${s.key}" tabindex="-1">${s.verdict(o[s.key])}</p>`}
    ${n&&se(t,n)}`}var P=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,Q=(t,e)=>t.find(({key:o})=>!(o in e));function se(t,{key:e,text:o,label:s,choices:n,locks:r}){let a=n?Object.entries(n).map(([c,i])=>l`<button type="button" data-answer="${c}">${i}</button>`):l`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${o}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var W={top:4,pitch:54,label:18,cell:28},q={top:W.top+4*W.pitch+34,height:116},oe=q.top+q.height+26,ne=["u-state","u-state u-state-2"];function Xt(t,e){let{padTo:o,sequence:s}=t,n=r=>`${+(100*r/o).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${oe}" role="img" aria-label="The padded batch and the hidden states of sequence ${X[s]}">
    ${X.map((r,a)=>ae(t,a,n))}
    ${re(t,n)}
  </svg>`}function ae({X:t,mask:e,masked:o,sequence:s,drift:n,padTo:r},a,c){let i=W.top+a*W.pitch,p=i+W.label,d=t[a].map((u,f)=>{let g=e[a][f],h=l`x="${c(f)}" y="${p}" width="${c(1)}" height="${W.cell}"`,m=u<0?"u-fill-negative":"u-fill-positive";return l`${g&&l`<rect ${h} class="${m}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(u)/2)).toFixed(3)}"/>`}
      <rect ${h} class="${g?"u-real":"u-pad"}"/>
      ${!g&&o&&l`<line x1="${c(f)}" x2="${c(f+1)}" y1="${p+W.cell}" y2="${p}" class="u-strike"/>`}
      <text x="${c(f+.5)}" y="${p+19}" text-anchor="middle" class="${g?"u-cell":"u-cell u-soft"}">${g?S(u,1):o?"":"0"}</text>`}),$=n[a]===0?"unchanged":`moved by ${S(n[a])}`;return l`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${i+12}" class="u-strong">${X[a]} <tspan class="u-soft u-plain">${A[a]} real, ${r-A[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${i+12}" text-anchor="end" class="${n[a]>0&&"u-strong u-ink-gradient"} veil-drift">${$}</text>
    ${d}
    <rect x="0" y="${i}" width="100%" height="${W.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(X[a])}"/>
  </g>`}function re({states:t,alone:e,mask:o,sequence:s,padTo:n,where:r},a){let c=A[s],i=r==="post"?0:n-c,p=m=>+((1-m)/2).toFixed(4),d=m=>+(q.top+p(m)*q.height).toFixed(2),$=(m,y,b)=>l`<polyline points="${m.map((_,T)=>`${y+T+.5},${p(_)}`).join(" ")}" class="${b}" vector-effect="non-scaling-stroke"/>`,u=i?[0,i]:[c,n],f=X[s],g=t[s].at(-1),h=ie(g.map(d));return l`<text x="0" y="${q.top-14}" class="u-strong">Hidden state of ${f}, step by step <tspan class="u-soft u-plain">thin: alone</tspan></text>
    ${u[1]>u[0]&&l`<rect x="${a(u[0])}" y="${q.top}" width="${a(u[1]-u[0])}" height="${q.height}" class="u-fill-panel"/>
      <text x="${a((u[0]+u[1])/2)}" y="${q.top+q.height-6}" text-anchor="middle" class="u-soft">padding</text>
      <text x="${a((u[0]+u[1])/2)}" y="${q.top+q.height/2-8}" text-anchor="middle" class="ask-drift">what happens here?</text>`}
    ${[-1,0,1].map(m=>l`<line x1="0" x2="100%" y1="${d(m)}" y2="${d(m)}" class="u-grid"/>
      <text x="0" y="${m>0?d(m)+12:d(m)-3}" class="u-soft">${S(m,0)}</text>`)}
    <svg x="0" y="${q.top}" width="100%" height="${q.height}" viewBox="0 0 ${n} 1" preserveAspectRatio="none" overflow="visible">
      ${g.map((m,y)=>{let b=e[s].map(_=>_[y]);return $(r==="post"?[...b,...Array(n-c).fill(b.at(-1))]:b,i,"u-alone")})}
      <g class="veil-drift">${g.map((m,y)=>$(t[s].map(b=>b[y]),0,ne[y]))}</g>
    </svg>
    <g class="veil-drift">${g.map((m,y)=>l`${t[s].map((b,_)=>l`<circle cx="${a(_+.5)}" cy="${d(b[y])}" r="3" class="${o[s][_]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${h[y]}" text-anchor="end" class="u-halo">unit ${y+1}</text>`)}</g>
    ${t[s].map((m,y)=>l`<text x="${a(y+.5)}" y="${q.top+q.height+18}" text-anchor="middle" class="u-soft">${y?y+1:"t = 1"}</text>`)}`}function ie(t){let[e,o]=t[0]<=t[1]?[0,1]:[1,0],s=t.map(n=>n<q.top+20?n+18:n-8);return s[o]-s[e]<16&&(s[o]=Math.max(s[e]+16,t[o]+18)),s}var I=t=>Array.isArray(t)?`[${t.map(I).join(", ")}]`:String(t),rt=t=>t.map(e=>`    ${I(e)},`).join(`
`);function qt({series:t,names:e,units:o,window:s,stride:n,horizon:r,train:a,order:c,selected:i}){let p=e.map(($,u)=>o[u]?`${$} (${o[u]})`:$).join(", "),d=c==="split first";return`import numpy as np

# One row a timestep: ${p.replace(/\s+/g," ")}
series = np.array([
${rt(t)}
], dtype=float)
window, horizon, stride, train = ${s}, ${r}, ${n}, ${a}


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

selected = ${i}
if len(X):
    print(X[selected], y[selected])
`}function Et({inputs:t,targets:e,padTo:o,where:s,masked:n}){let{W:r,U:a,b:c,V:i,c:p}=C,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${A.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${rt(t)}
]
targets = [
${rt(e)}
]
length, where, use_mask = ${o}, "${s}", ${n?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W = np.array(${I(r)})
U = np.array(${I(a)})
b = np.array(${I(c)})
V, c = np.array(${I(i)}), ${p}


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
# states = rnn(X, mask=${n?"mask":"None"})
`}var ce={post:"after (post)",pre:"before (pre)"},jt=({limits:t,padTo:e})=>({pad_to:F(t.pad_to,e,M(e,"step"))});function le(t,e,o){return l`<div class="u-controls">
    ${J(e,"pad_to",l`pad to <i>T</i>`,jt(t).pad_to)}
    ${H(e,"sequence","states of",Object.fromEntries(X.map(s=>[s,s])),X[t.sequence])}
    ${H(e,"where","zeros",ce,t.where)}
    ${vt("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${o.grid}</div>
  <div class="u-pair">
    <div data-slot="states">${o.states}</div>
    <div class="u-loss" data-slot="loss">${o.loss}</div>
  </div>`}var de=(t,e)=>({grid:Xt(t,e),states:pe(t),loss:ue(t)}),Ot=(t,e)=>l`(${e.map((o,s)=>[s>0&&", ",O(`${t}.${s}`,o,S(o))])})`;function pe({hT:t,hAlone:e,drift:o}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, h<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${X.map((s,n)=>l`<tr><th scope="row">${s}</th><td>${Ot(`h_alone.${s}`,e[n])}</td>
        <td>${P("drift",Ot(`h_T.${s}`,t[n]))}</td>
        <td>${P("drift",l`<span class="${o[n]>0&&"u-alarm"}">${O(`drift.${s}`,o[n],o[n]===0?"0, equal":Nt(o[n]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}var Nt=t=>t<.005?t.toExponential(0).replace("-","−"):S(t);function ue({lossAll:t,lossReal:e,loss:o,lossAlone:s,masked:n,steps:r,realSteps:a}){let c=Math.max(t,e,s)||1,i=(p,d,$,u)=>l`<div class="u-meter${u&&" u-counts"}">
    <span>${$}${u&&l` <b class="veil-drift">counts</b>`}</span><b>${P("drift",O(p,d,S(d,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*d/c).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${i("loss_all",t,`over all ${r} steps`,!n)}
    ${i("loss_real",e,`over the ${a} real steps`,n)}
    ${i("loss_alone",s,"with no padding at all",!1)}
    <p class="u-soft">The mask m is 1 on real steps: L = Σ m e / Σ m.
      <span class="veil-drift">Training would use ${O("loss",o,S(o,3))}.</span></p>`}function he({padTo:t,where:e,hAlone:o,hPlain:s}){let n=A.indexOf(Math.min(...A)),r=t-A[n];return[{key:"drift",locks:!0,about:{sequence:X[n],zeros:r,where:e,alone:o[n],padded:s[n]},text:l`Sequence ${X[n]} has ${A[n]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state h<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:$e}]}function $e({answer:t,about:e}){let{sequence:o,zeros:s,where:n,alone:r,padded:a}=e,c=f=>`(${f.map(g=>S(g)).join(", ")})`,i=r.every((f,g)=>f===a[g])?"same":"changes",p={same:"stays the same",changes:"changes"},d=t===null?`It ${p[i]}. `:t===i?`You said it ${p[t]}, and it does. `:`You said it ${p[t]}; it ${p[i]}. `,$="A step whose input is 0 is still a step: h = tanh(0 W + h U + b) moves the state by U and b.",u=n==="post"?`After ${M(s,"zero")}`:`With ${M(s,"zero")} before it`;return`${d}${u} the state of ${o} is ${c(a)} instead of ${c(r)}. ${$} Switch the mask on: the padded steps are skipped and all four states are equal to the last bit.`}function fe({padTo:t,where:e,masked:o,drift:s,loss:n,lossAlone:r},a){let c=`Four sequences of ${A.slice(0,-1).join(", ")} and ${A.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(a)return`${c}, without a mask.`;let i=s.indexOf(Math.max(...s));return o?`${c}, with a mask: every last state equals that of the sequence alone, and the loss is ${S(n,3)} as it is without padding.`:s[i]===0?`${c}, without a mask.`:`${c}, without a mask: the last state of ${X[i]} moves most, by ${Nt(s[i])}, and the loss is ${S(n,3)} where it should be ${S(r,3)}.`}function me({X:t,y:e,mask:o,states:s,errors:n,masked:r,sequence:a,center:c,spread:i,name:p}){let d=m=>m.map(y=>[].concat(y).map(b=>S(b,1)).join(", ")).join("; "),{W:$,U:u,b:f,V:g,c:h}=C;return l`<table class="u-table">
    <caption>Sequence ${X[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">x</th><th scope="col">h, unit 1</th><th scope="col">h, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,y)=>l`<tr><th scope="row">${y+1}</th><td>${o[a][y]?"yes":"no"}</td><td>${S(m,4)}</td>${s[a][y].map(b=>l`<td>${S(b,4)}</td>`)}<td>${S(e[a][y],4)}</td><td>${S(n[a][y],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">x is ${p}, scaled with mean ${S(c,3)} and standard deviation ${S(i,3)} of this series; the target is the next value.
    h = tanh(x W + h U + b), forecast = h V + c, with W = (${d($)}), U = (${d(u)}), b = (${d([f])}), V = (${d([g])}), c = ${S(h,1)}.</p>`}var pt={};bt(pt,{body:()=>Xe,compute:()=>Me,controls:()=>Vt,describe:()=>We,numbers:()=>He,python:()=>qt,questions:()=>je,slots:()=>qe});var Z=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var Ft=320,Lt=290,B={x:32,bottom:264},ct=104,lt=.5,xe=12;function Wt(t,e){let{n:o,window:s,features:n,selected:r,cut:a,nTrain:c,nTest:i}=t,p={width:26,height:Math.min(21,180/s)},d={width:n*p.width,height:s*p.height};if(!o){let h={x:B.x,y:B.bottom-d.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${Ft} ${Lt}" role="img" aria-label="An empty box: no window fits">
      ${tt(h,d,"u-void")}${Pt(t,()=>h,d)}</svg>`}let $=c&&i?xe:0,u=Math.min(11,(ct-$)/o),f=h=>{let m=h*u+(h>=c?$:0);return{x:B.x+m,y:B.bottom-d.height-m*lt}},g=a.map((h,m)=>o-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${Ft} ${Lt}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${n} features for every window, X[${r}] beside it">
    <defs>${Z(`${e}-sheet`)}</defs>
    ${g.map(h=>h===r?tt(f(h),d,"u-slot"):ge(a[h],h,f(h),d,e))}
    ${Ht(f(0),d,p,s,n)}
    ${be(t,f(r),d,p)}
    ${Pt(t,f,d)}
  </svg>`}var v=t=>+t.toFixed(2),tt=({x:t,y:e},{width:o,height:s},n)=>l`<rect x="${v(t)}" y="${v(e)}" width="${o}" height="${v(s)}" class="${n}"/>`;function ge({part:t,leaks:e},o,s,n,r){return l`<g class="${o>1&&"veil-count"}">${tt(s,n,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${v(s.x)}" y="${v(s.y)}" width="${n.width}" height="${v(n.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function Ht({x:t,y:e},{width:o,height:s},n,r,a){let c=Array.from({length:r-1},(p,d)=>`M${v(t)} ${v(e+(d+1)*n.height)}h${o}`),i=Array.from({length:a-1},(p,d)=>`M${v(t+(d+1)*n.width)} ${v(e)}v${v(s)}`);return l`<path d="${[...c,...i].join("")||"M0 0"}" class="u-cell-lines"/>`}function be({series:t,X:e,features:o,selected:s,window:n},r,a,c){let i={x:B.x+a.width+ct+20,y:B.bottom-a.height-ct*lt/2},d=Array.from({length:o},(f,g)=>t.map(h=>h[g])).map(f=>{let g=Math.min(...f),h=Math.max(...f);return m=>v(.08+.72*(h===g?.5:(m-g)/(h-g)))}),$=e.flatMap((f,g)=>f.map((h,m)=>l`<rect x="${v(i.x+m*c.width)}" y="${v(i.y+g*c.height)}" width="${c.width}" height="${v(c.height)}" class="u-fill-input" fill-opacity="${d[m](h)}"/>`)),u=v(r.x+a.width);return l`<path d="M${u} ${v(r.y)}L${v(i.x)} ${v(i.y)}M${u} ${v(r.y+a.height)}L${v(i.x)} ${v(i.y+a.height)}" class="u-guide"/>
    ${$}${Ht(i,a,c,n,o)}${tt(i,a,"u-sheet-chosen")}
    <text x="${v(i.x+a.width/2)}" y="${v(i.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function Pt({n:t,window:e,features:o,nTrain:s,nTest:n},r,a){let c=r(t-1),{x:i,y:p}=r(0),d=v(Math.atan(lt)*180/Math.PI);return l`<text transform="translate(${v(i-3)} ${v(p-10)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${n>0&&s>0&&l`<text x="${v(c.x+a.width)}" y="${v(c.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${v(i-10)} ${v(p+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${v(i)}" y="${v(p+a.height+18)}">features d = ${o}</text>`}var z={top:22,height:201},j={top:269,height:168},dt=j.top+j.height;function Rt(t,e){let{length:o,border:s,chosen:n,window:r,horizon:a,features:c}=t,i=$=>`${+(100*$/o).toFixed(3)}%`,p=z.height/c,d=($,u,f)=>l`<rect x="${i($)}" y="${z.top}" width="${i(u)}" height="${j.top-z.top}" class="${f}"/>`;return l`<svg class="u-figure" width="100%" height="${dt+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${Z(`${e}-leak`)}</defs>
    <rect x="${i(s)}" y="0" width="${i(o-s)}" height="${dt}" class="u-fill-panel"/>
    ${n&&[d(n.start,r,"u-band-input"),d(n.start+r,a,"u-band-output")]}
    ${t.names.map(($,u)=>ye(t,u,z.top+u*p,p,i))}
    ${we(o,i)}
    ${n?[ve(t,i),t.cut.map(($,u)=>ke(t,u,i,e)),_e(t,i)]:Se(t,i,e)}
    <line x1="${i(s)}" x2="${i(s)}" y1="0" y2="${dt}" class="u-split"/>
    <text x="0" y="12" class="u-strong">train: ${M(s,"value")}</text>
    ${s<o&&l`<text x="100%" y="12" class="u-strong" text-anchor="end">test: ${o-s}</text>`}
  </svg>`}function ye({series:t,names:e,units:o,chosen:s,window:n,length:r},a,c,i,p){let d=t.map(T=>T[a]),$=Math.min(...d),u=Math.max(...d),f=T=>+(u===$?.5:(u-T)/(u-$)).toFixed(4),g=c+21,h=i-30,m=(T,L,N)=>{let k=d.slice(T,L).map((x,w)=>`${T+w+.5},${f(x)}`);return l`<polyline points="${k.join(" ")}" class="${N}" vector-effect="non-scaling-stroke"/>`},y=(T,L,N)=>d.slice(T,L).map((k,x)=>l`<circle cx="${p(T+x+.5)}" cy="${+(g+f(k)*h).toFixed(2)}" r="2.6" class="${N}"/>`),b=s&&s.start+n,_=s&&a===0;return l`<text x="0" y="${c+13}" class="u-halo">${e[a]} <tspan class="u-soft">${Ct($)} to ${Ct(u)} ${o[a]}</tspan></text>
    <svg x="0" y="${g}" width="100%" height="${h}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${s&&m(s.start,b,"u-line-input")}
      ${_&&m(b-1,s.end,"u-line-output")}
    </svg>
    ${s&&y(s.start,b,"u-dot-input")}
    ${_&&y(b,s.end,"u-dot-output")}`}var Ct=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function we(t,e){let o=[1,5,10,20,25,50].find(n=>t/n<=6),s=z.top+z.height;return Array.from({length:Math.ceil(t/o)},(n,r)=>r*o).map(n=>l`<line x1="${e(n+.5)}" x2="${e(n+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${n?e(n+.5):0}" y="${s+17}" text-anchor="${n?"middle":"start"}" class="u-soft">${n||"t = 0"}</text>`)}function ve({selected:t,chosen:e,window:o,length:s},n){let r=Math.min(Math.max(e.start+o,.14*s),.86*s);return l`<text x="${n(r)}" dx="-5" y="${j.top-8}" text-anchor="end" class="u-strong u-ink-input">X[${t}]</text>
    <text x="${n(r)}" dx="5" y="${j.top-8}" class="u-strong u-ink-output">y[${t}]</text>`}function ke({cut:t,n:e,selected:o,window:s,horizon:n,border:r,length:a},c,i,p){let{start:d,end:$,leaks:u}=t[c],f=Math.min(21,j.height/e),g=+(j.top+c*f).toFixed(2),h=+(f-(f>6?4:f/4)).toFixed(2),m=Math.max(d,r),y=$<.76*a?{x:i($),dx:6,"text-anchor":"start"}:{x:i(d),dx:-6,"text-anchor":"end"},b=Object.entries(y).map(([_,T])=>l` ${_}="${T}"`);return l`<g class="u-bar${f<8&&" u-thin"}${c===o&&" u-selected"}${c>1&&" veil-count"}">
    <rect x="${i(d)}" y="${g}" width="${i(s)}" height="${h}" class="u-bar-input"/>
    <rect x="${i(d+s)}" y="${g}" width="${i(n)}" height="${h}" class="u-bar-output"/>
    ${u&&l`<rect x="${i(m)}" y="${g}" width="${i($-m)}" height="${h}" fill="url(#${p}-leak)" class="u-bar-leak veil-leak"/>`}
    ${f>=12&&l`<text${b} y="${+(g+h/2+4).toFixed(2)}">${c}${u&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${g}" width="100%" height="${+f.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${c}"/>
  </g>`}function _e({cut:t,n:e},o){let s=j.top+2*Math.min(21,j.height/e)+14;return e>2&&l`<text x="${o(t[2].start)}" y="${s.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function Se({length:t,window:e,horizon:o},s,n){return l`<rect x="0" y="${j.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${s(e)}" y="${j.top}" width="${s(t-e)}" height="20" fill="url(#${n}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${j.top+42}" class="u-strong u-ink-gradient">needs ${e+o} values and does not fit</text>`}var Te={"window first":"window, then split","split first":"split, then window"};function Me(t){let{rows:e,length:o,window:s,stride:n,horizon:r,features:a,train:c,order:i,limits:p}=t,d=Math.min(c,o),$=e.map(b=>b.slice(0,a)),u=nt(t),f=u.length,g=Math.min(t.selected,Math.max(0,f-1)),h=u[g]??null,m=h&&h.start+s,y=b=>u.filter(b).length;return{series:$,length:o,window:s,stride:n,horizon:r,features:a,train:c,order:i,limits:p,border:d,cut:u,n:f,selected:g,chosen:h,names:t.names.slice(0,a),units:t.units.slice(0,a),X:h?$.slice(h.start,m):[],y:h?$.slice(m,h.end).map(b=>b[0]):[],nTrain:y(({part:b})=>b==="train"),nTest:y(({part:b})=>b==="test"),nLeak:y(({leaks:b})=>b),firstLeak:u.findIndex(({leaks:b})=>b),notes:Ae(t,d)}}function Ae({length:t,window:e,horizon:o,order:s},n){let r=s==="split first"?{"train part":n,"test part":t-n}:{series:t};return Object.entries(r).filter(([,c])=>c<e+o).map(([c,i])=>`window ${e} + horizon ${o} needs at least ${e+o} values; the ${c} has ${i}`)}function Vt({length:t,window:e,stride:o,horizon:s,features:n,train:r,limits:a,selected:c,n:i}){return{length:F(a.length,t,M(t,"value")),window:F(a.window,e,M(e,"step")),horizon:F(a.horizon,s,M(s,"step")),stride:F(a.stride,o,M(o,"step")),features:F(a.features,n,String(n)),train:F(a.train,r,M(r,"value")),selected:F([0,i-1],c,i?`X[${c}]`:"none")}}function Xe(t,e,o){let s=Vt(t),n=(r,a)=>J(e,r,a,s[r]);return l`<div class="u-controls">
    ${n("length",l`series <i>N</i>`)}
    ${n("window",l`window <i class="role-input">T</i>`)}
    ${n("horizon",l`horizon <i class="role-output">H</i>`)}
    ${n("stride",l`stride <i>s</i>`)}
    ${n("features",l`features <i>d</i>`)}
    ${n("train","train part")}
    ${H(e,"order","order",Te,t.order)}
  </div>
  <div data-slot="series">${o.series}</div>
  <p class="u-key"><b class="role-input">X, filled:</b> what the network reads. <b class="role-output">y, dotted:</b> what it must predict, ${t.names[0]}.
    <b class="role-gradient">Hatched:</b> a leak.</p>
  <div class="u-formula" data-slot="formula">${o.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${o.box}</div>
    <div class="u-slice">
      ${n("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${o.slice}</div>
    </div>
  </div>`}var qe=(t,e)=>({series:Rt(t,e),formula:Ee(t),box:Wt(t,e),slice:Oe(t)});function Ee({length:t,border:e,window:o,horizon:s,stride:n,features:r,order:a,n:c,nTrain:i,nTest:p,nLeak:d,notes:$}){let u=(m,y)=>l`<tr><th scope="row">${m}</th><td>${y}</td></tr>`,f=(m,y,b,_)=>u(m,y<o+s?l`${O(b,_)} <span class="u-soft">windows: too short</span>`:l`⌊(${y} − ${o} − ${s}) / ${n}⌋ + 1 = ${P("count",l`<b>${O(b,_)}</b>`)}`),g=l`${O("n_train",i)} train, <span class="${d>0&&"u-alarm"}">${O("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${O("n_test",p)} test`,h=m=>`(${m}, ${o}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[f("train",e,"n_train",i),f("test",t-e,"n_test",p)]:[f("all",t,"n",c),u("split",P("leak",g))]}${u("shapes",P("leak",l`X_train <b>${h(i)}</b>, X_test <b>${h(p)}</b>`))}</tbody></table>
    ${$.length>0&&l`<p class="u-note" role="note">Nothing to cut: ${$.join("; ")}.</p>`}`}var Ut=t=>S(t,Math.abs(t)<1e4?1:0);function Oe({names:t,units:e,X:o,y:s,window:n,features:r,horizon:a,selected:c,chosen:i}){if(!i)return l`<p class="u-soft">No window, so nothing to show.</p>`;let p=i.start+n;return l`<table class="u-table">
    <caption>X[${c}] has shape (${n}, ${r}), y[${c}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,$)=>l`<th scope="col">${d} <span class="u-soft">${e[$]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${o.map((d,$)=>l`<tr><th scope="row">${i.start+$}</th>${d.map((u,f)=>l`<td>${O(`X.${$}.${f}`,u,Ut(u))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets">${s.map((d,$)=>l`<tr><th scope="row">${p+$}</th><td>${O(`y.${$}`,d,Ut(d))}</td>${r>1&&l`<td colspan="${r-1}">${$===0&&l`to predict`}</td>`}</tr>`)}</tbody>
  </table>`}function je({length:t,window:e,horizon:o,stride:s,train:n}){if(!V(t,e,o,s))return[];let r={length:t,window:e,horizon:o,stride:s};return[{key:"count",locks:!0,about:r,text:l`A series has ${t} values. Windows of ${M(e,"step")}, each followed by ${M(o,"target")}, start every
        ${s===1?"step":`${s} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Fe},{key:"leak",about:{...r,train:n,order:"window first"},text:l`The windows were cut first, and those that start before value ${n} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"X number",verdict:Le}]}var Ne=[[({length:t,window:e,horizon:o,stride:s})=>Math.floor((t-e-o)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:o})=>V(t,e,0,o),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:o})=>V(t,e,o),"That is the count for stride 1."]];function Fe({answer:t,about:e}){let{length:o,window:s,horizon:n,stride:r}=e,a=V(o,s,n,r),c=(a-1)*r,i=`The last start that still fits is ${c}: its ${s+n} values end at ${c+s+n-1}, and the series ends at ${o-1}. With starts 0, ${r}, …, ${c} that makes ${c} / ${r} + 1 = ${a}.`;if(t===null)return`${M(a,"window")}. ${i}`;if(t===a)return`You said ${t}, and ${t} it is. ${i}`;let p=Ne.find(([d])=>d(e)===t)?.[1]??"";return`You said ${t}; it is ${a}. ${p} ${i}`}function Le({answer:t,about:e}){let o=nt(e),s=o.flatMap(({leaks:p},d)=>p?[d]:[]),n=Math.min(e.train,e.length),r=t===null?"":`You said X[${t}]. `,a="Split first and window each part on its own, and no window can leak.";if(!s.length)return`${r}In this setting no training window reaches value ${n}, where the test part begins.`;let[c]=s,i=`X[${c}] and its targets cover values ${o[c].start} to ${o[c].end-1}; the test part begins at ${n}. ${M(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${a}`;return t===null?`It is X[${c}]. ${i}`:t===c?`You said X[${t}], and that is it. ${i}`:`${r}${Pe(o,t,c,n)} It is X[${c}]. ${i}`}function Pe(t,e,o,s){let n=t[e];return n?n.part==="test"?"That one starts in the test part, where it may be.":e>o?"That one leaks too, but not first.":`That one ends at value ${n.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function We({length:t,features:e,window:o,stride:s,horizon:n,n:r,nLeak:a,nTrain:c,nTest:i,order:p,selected:d,chosen:$,notes:u},f){let g=`A series of ${t} timesteps and ${M(e,"feature")}`;if(!r)return`${g}, too short to cut: ${u.join("; ")}.`;let h=`windows of ${M(o,"timestep")} that start every ${s===1?"step":`${s} steps`}, each with its next ${M(n,"value")} as target`;if(f==="count")return`${g}, to be cut into ${h}.`;let m=p==="split first"?`split and then cut into ${c} training and ${i} test`:`cut into ${r}`,y=f==="leak"?"":a?` ${a} of the ${M(c,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.";return`${g}, ${m} ${h}. X[${d}] starts at timestep ${$.start}.${y}`}function He({cut:t,window:e,horizon:o}){let s=(n,r)=>r===1?String(n):`${n} to ${n+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:n,part:r,leaks:a},c)=>l`<tr><th scope="row">X[${c}]</th><td>${s(n,e)}</td><td>${s(n+e,o)}</td><td>${r}</td><td>${a?"yes":"no"}</td></tr>`)}</tbody>
  </table>`}var It={windows:pt,padding:it},R=t=>It[t.mode],ut={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...It[t.mode].compute({...t,rows:Ce(t)}),mode:t.mode,state:t}},body:(t,e,o)=>R(t).body(t,e,o),slots:(t,e)=>R(t).slots(t,e),controls:t=>R(t).controls(t),questions:t=>R(t).questions(t),describe:(t,e)=>R(t).describe(t,e),numbers:t=>R(t).numbers(t),python:t=>R(t).python(t)};function Ce({series:t,names:e,length:o}){let s=e.length,n=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:o},(r,a)=>e.map((c,i)=>n(a,i)))}var Re=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],G=20;function Bt(t,e,o){let s=getComputedStyle(t),n=`font-family="${U(s.fontFamily)}" fill="${s.color}"`,r=G+24,a=0,c=[...t.querySelectorAll("svg.u-figure")].map(i=>{let p=i.getBoundingClientRect(),d=Ue(i),$={x:G,y:r,width:p.width,height:p.height,overflow:"visible"};for(let[u,f]of Object.entries($))d.setAttribute(u,f);return r+=p.height+G,a=Math.max(a,p.width),new XMLSerializer().serializeToString(d)});return a+=2*G,`<svg xmlns="http://www.w3.org/2000/svg" width="${a}" height="${r}" viewBox="0 0 ${a} ${r}">
<title>${U(e)}</title><desc>${U(o)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
<text x="${G}" y="${G+8}" font-size="16" font-weight="600" ${n}>${U(e)}</text>
${c.join(`
`)}
</svg>`}function Ue(t){let e=t.cloneNode(!0),o=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,n)=>{let r=getComputedStyle(o[n]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of Re)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function zt(t,e){let o=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:o,download:t}).click(),URL.revokeObjectURL(o)}var Gt={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"};function Dt(t,e,o="u"){let s=t.compute(e);return Yt(t,e,s,ht(t,e,s,o),o).toString()}function ht(t,e,o,s){let n=t.questions(o),r=Q(n,e.predictions);return{locked:!!r?.locks,veil:n.filter(({key:a})=>!(a in e.predictions)).map(({key:a})=>a).join(" "),slots:{ask:At(s,n,e.predictions),caption:l`${t.describe(o,r?.key)}`,...t.slots(o,s)}}}function Yt(t,e,o,{locked:s,veil:n,slots:r},a){let c=([i,p])=>l`<button type="button" data-action="${i}"${i==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}>${p}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${n}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Gt).map(c)}</div>
    </header>
    <p class="u-lead">${t.lead}</p>
    <div class="u-modes">${H(a,"mode","View",t.modes,e.mode)}</div>
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&l` disabled`}>${t.body(o,a,r)}</fieldset>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}function Jt(t,{model:e,el:o}){let s=`u${Math.random().toString(36).slice(2,10)}`,n=()=>Object.fromEntries(t.traits.map(x=>[x,e.get(x)])),r=new AbortController,a=(x,w)=>g.addEventListener(x,w,{signal:r.signal}),c=n(),i=t.compute(c),p=ht(t,c,i,s),d=0,$=0,u=0,f=null;o.innerHTML=Yt(t,c,i,p,s);let g=o.firstElementChild,h=x=>g.querySelector(x);function m(){cancelAnimationFrame(d),d=0;let x=c.mode;c=n(),i=t.compute(c);let w=p.slots;p=ht(t,c,i,s);let{locked:E,veil:D,slots:$t}=p,ft=h("[data-body]");g.dataset.veil!==D&&(g.dataset.veil=D),ft.disabled=E,c.mode!==x&&(ft.innerHTML=t.body(i,s,$t));for(let[xt,gt]of Object.entries($t))w[xt]?.text!==gt.text&&(h(`[data-slot="${xt}"]`).innerHTML=gt);h("[data-slot=numbers]").hidden||(h("[data-slot=numbers]").innerHTML=t.numbers(i)),h(".u-code").hidden=!0,kt(g,t.controls(i),c);let mt=f&&h(`[data-verdict="${f}"]`);f=null,mt?.focus(),b((mt??h("[data-slot=caption]")).textContent)}function y(){d||=requestAnimationFrame(m)}function b(x){clearTimeout(u),u=setTimeout(()=>h(".u-live").textContent=x,400)}function _(x){for(let[w,E]of Object.entries(x))e.set(w,E);e.save_changes(),!$&&(m(),$=requestAnimationFrame(()=>$=0))}function T(x){let{key:w,about:E}=Q(t.questions(i),c.predictions);f=w,_({predictions:{...c.predictions,[w]:{answer:x,about:E}}})}let L={numbers(x){let w=h("[data-slot=numbers]");w.hidden=!w.hidden,w.innerHTML=w.hidden?"":t.numbers(i),x.setAttribute("aria-expanded",String(!w.hidden)),x.textContent=w.hidden?Gt.numbers:"Hide numbers"},async python(){let x=h(".u-code");x.value=t.python(i);try{await navigator.clipboard.writeText(x.value),N("python","Python copied")}catch{x.hidden=!1,x.focus(),x.select(),b("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){zt(`${t.kind}.svg`,Bt(g,t.title,h("[data-slot=caption]").textContent)),N("svg","SVG saved")},reset(){_(c.initial),N("reset","Reset done")}};function N(x,w){let E=h(`[data-action=${x}]`);E.dataset.done="",E.addEventListener("animationend",()=>delete E.dataset.done,{once:!0}),b(w)}a("input",({target:x})=>{x.dataset.trait&&_({[x.dataset.trait]:_t(x)})}),a("keydown",x=>{let{target:w,key:E}=x,D={PageUp:5,PageDown:-5}[E];w.type!=="range"||!D||(x.preventDefault(),w.value=Number(w.value)+D,w.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",x=>{x.preventDefault(),T(x.target.querySelector("input").valueAsNumber)}),a("click",({target:x})=>{let w=x.closest("button"),E=x.closest("[data-pick]");w?.dataset.action?L[w.dataset.action](w):w?.dataset.answer?T(w.dataset.answer):w&&"skip"in w.dataset?T(null):E&&!p.locked&&_({[E.dataset.pick]:JSON.parse(E.dataset.to)})});let k=t.traits.map(x=>`change:${x}`);for(let x of k)e.on(x,y);return()=>{r.abort(),cancelAnimationFrame(d),cancelAnimationFrame($),clearTimeout(u);for(let x of k)e.off(x,y);o.replaceChildren()}}var et={[ut.kind]:ut},Ve=t=>et[t.kind].compute(t),Rs=t=>et[t.kind].python(Ve(t)),Us=(t,e)=>Dt(et[t.kind],t,e),Vs={render:({model:t,el:e})=>Jt(et[t.get("kind")],{model:t,el:e})};export{Ve as compute,Vs as default,Us as prerender,Rs as python};
