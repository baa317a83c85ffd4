var pe=Object.defineProperty;var Xt=(t,e)=>{for(var o in e)pe(t,o,{get:e[o],enumerable:!0})};var gt={};Xt(gt,{body:()=>Se,compute:()=>Ct,controls:()=>Gt,describe:()=>Ne,numbers:()=>Ee,python:()=>Vt,questions:()=>Xe,slots:()=>Te});var tt=class{constructor(e){this.text=e}toString(){return this.text}},he={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},z=t=>String(t).replace(/[&<>"']/g,e=>he[e]);function qt(t){return t instanceof tt?t.text:Array.isArray(t)?t.map(qt).join(""):t==null||t===!1?"":z(t)}function l(t,...e){return new tt(t.reduce((o,s,n)=>o+qt(e[n-1])+s))}function T(t,e=2){let o=t.toFixed(e);return(Number(o)===0?o.replace("-",""):o).replace("-","−")}var M=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function O(t,e,o=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${o}</span>`}var F=([t,e],o,s,n=1)=>({min:t,max:e,value:o,text:s,step:n,disabled:t>e});function et(t,e,o,{min:s,max:n,value:r,text:a,step:c,disabled:i}){return l`<div class="u-range">
    <label for="${t}-${e}">${o}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${n}" step="${c}"
      value="${r}" style="--u-at:${Nt(s,n,r)}" aria-valuetext="${a}"${i&&l` disabled`}>
  </div>`}var Nt=(t,e,o)=>e>t?(o-t)/(e-t):0;function I(t,e,o,s,n){return l`<fieldset class="u-choice">
    <legend>${o}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(n)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function Et(t,e,o){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${o&&l` checked`}><span>${e}</span></label>`}function Ot(t,e,o){for(let s of t.querySelectorAll("[data-trait]")){let n=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(o[n]):s.type==="checkbox"?s.checked=o[n]:s.type==="number"?fe(s,$e(o[n],s)):me(t,s,e[n])}}var $e=(t,e)=>JSON.parse(e.dataset.at).reduce((o,s)=>o[s],t);function fe(t,e){t.valueAsNumber!==e&&(t.value=e),t.ariaInvalid="false"}function me(t,e,{min:o,max:s,value:n,text:r,disabled:a}){e.value===String(n)&&e.max===String(s)&&e.getAttribute("aria-valuetext")===r||(e.min=o,e.max=s,e.value=n,e.disabled=a,e.style.setProperty("--u-at",Nt(o,s,n)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function Ht(t,e){return t.type==="range"?Number(t.value):t.type==="number"?Wt(e,JSON.parse(t.dataset.at),t.valueAsNumber):t.type==="checkbox"?t.checked:t.value}var Wt=(t,[e,...o],s)=>t.with(e,o.length?Wt(t[e],o,s):s);function Ft(t){let{badInput:e,valueMissing:o,rangeUnderflow:s,rangeOverflow:n}=t.validity;if(!(e||o||s||n))return null;let r=t.value===""?"no number":t.value;return`${t.ariaLabel} must be a number from ${t.min} to ${t.max}; there is ${r}.`.replaceAll("-","−")}function dt(t,{Wx:e,Wh:o,b:s},n=null){let r=s.map(()=>0);return t.map((a,c)=>((!n||n[c])&&(r=be(a,r,e,o,s)),r))}function be(t,e,o,s,n){return n.map((r,a)=>{let c=r;return t.forEach((i,u)=>c+=i*o[u][a]),e.forEach((i,u)=>c+=i*s[u][a]),Math.tanh(c)})}function ut(t,e){return t.map((o,s)=>o.map((n,r)=>(n-e[s][r])**2))}function st(t,e=null){let o=0,s=0;return t.forEach((n,r)=>n.forEach((a,c)=>{e&&!e[r][c]||(o+=a,s+=1)})),o/s}function G(t,e,o=1,s=1){return t<e+o?0:Math.floor((t-e-o)/s)+1}function Lt(t){let e=t.reduce((n,r)=>n+r,0)/t.length,o=Math.sqrt(t.reduce((n,r)=>n+(r-e)**2,0)/t.length),s=t.every(n=>n===t[0]);return{center:e,spread:s||o===0?1:o}}function pt(t,e,o="post",s=0){let n=(r,a,c)=>{let i=Array(e-r.length).fill(a);return o==="post"?[...c,...i]:[...i,...c]};return{X:t.map(r=>n(r,s,r)),mask:t.map(r=>n(r,!1,r.map(()=>!0)))}}function ht({length:t,window:e,horizon:o,stride:s,train:n,order:r}){let a=Math.min(n,t),c={train:[0,a],test:[a,t]},i=(u,d,p)=>Array.from({length:G(d-u,e,o,s)},($,h)=>{let x=u+h*s,f=x+e+o,m=p(x);return{start:x,end:f,part:m,leaks:m==="train"&&f>a}});return r==="split first"?Object.entries(c).flatMap(([u,[d,p]])=>i(d,p,()=>u)):i(0,t,u=>u<a?"train":"test")}var N=[6,4,2,5],E=["A","B","C","D"],j={Wx:[[.9,-.6]],Wh:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1};function $t(t,e=null){let o=t.map((n,r)=>dt(n.map(a=>[a]),j,e?.[r])),s=o.map(n=>n.map(r=>r.reduce((a,c,i)=>a+c*j.V[i],j.c)));return{states:o,forecasts:s}}var ft=dt(Array(200).fill([0]),j).at(-1),ot=(t,e)=>Math.max(...t.map((o,s)=>Math.abs(o-e[s]))),jt=t=>Math.max(...t.flatMap(e=>t.map(o=>ot(e,o))));function Ct(t){let{rows:e,length:o,pad_to:s,where:n,mask:r}=t,a=e.map(b=>b[0]),{center:c,spread:i}=Lt(a),u=a.map(b=>(b-c)/i),d=N.map((b,v)=>Math.floor(v*(o-b-1)/3)),p=N.map((b,v)=>u.slice(d[v],d[v]+b)),$=N.map((b,v)=>u.slice(d[v]+1,d[v]+b+1)),{X:h,mask:x}=pt(p,s,n),f=pt($,s,n).X,m=$t(p),w=$t(h),y=r?$t(h,x):w,_=ut(y.forecasts,f),k=({states:b})=>b.map((v,B)=>ot(v.at(-1),m.states[B].at(-1))),A=m.states.map(b=>b.at(-1)),q=w.states.map(b=>b.at(-1)),W=N.map(b=>s-b),P=(b,v)=>ot(b,ft)<ot(A[v],ft),R=!r&&n==="post"&&q.every((b,v)=>!W[v]||P(b,v)),Q=st(_),g=st(_,x);return{center:c,spread:i,starts:d,inputs:p,targets:$,X:h,y:f,mask:x,errors:_,padTo:s,where:n,masked:r,sequence:E.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:y.states,alone:m.states,hT:y.states.map(b=>b.at(-1)),hAlone:A,hPlain:q,rest:ft,pulled:R,apart:jt(q),apartAlone:jt(A),drift:k(y),driftPlain:k(w),lossAll:Q,lossReal:g,loss:r?g:Q,lossAlone:st(ut(m.forecasts,$)),steps:E.length*s,realSteps:N.reduce((b,v)=>b+v,0)}}function Pt(t,e,o){let s=e.findLast(({key:r})=>r in o),n=nt(e,o);return l`${s&&ge(s,o[s.key])}${n&&xe(t,n)}`}function ge({key:t,about:e,setting:o,verdict:s},n){let{right:r,said:a,why:c}=s(n),i=JSON.stringify(n.about)!==JSON.stringify(e);return l`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",i&&" u-past"]}" data-verdict="${t}" tabindex="-1">${i?l`For ${o(n.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:l`${a} ${c}`}</p>`}var L=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,mt=(t,e)=>t.filter(({key:o,moot:s})=>!s&&!(o in e)),nt=(t,e)=>mt(t,e)[0];function xe(t,{key:e,text:o,label:s,choices:n,locks:r}){let a=n?Object.entries(n).map(([c,i])=>l`<button type="button" data-answer="${c}">${i}</button>`):l`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${o}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var C={top:4,pitch:54,label:18,cell:28},X={top:C.top+4*C.pitch+48,tab:17,height:116},ye=X.top+X.height+26,Rt=["u-unit-1","u-unit-2"],D=t=>at(t)?T(t):String(+t.toPrecision(1)).replace("-","−"),at=t=>t>=.005;function Bt(t,e){let{padTo:o,sequence:s}=t,n=r=>`${+(100*r/o).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${ye}" role="img" aria-label="The padded batch and the hidden states of sequence ${E[s]}">
    ${E.map((r,a)=>we(t,a,n))}
    ${ve(t,n)}
  </svg>`}function we({X:t,mask:e,masked:o,sequence:s,drift:n,padTo:r},a,c){let i=C.top+a*C.pitch,u=i+C.label,d=t[a].map((p,$)=>{let h=e[a][$],x=l`x="${c($)}" y="${u}" width="${c(1)}" height="${C.cell}"`,f=p<0?"u-fill-negative":"u-fill-positive";return l`${h&&l`<rect ${x} class="${f}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(p)/2)).toFixed(3)}"/>`}
      <rect ${x} class="${h?"u-real":"u-pad"}"/>
      ${!h&&o&&l`<line x1="${c($)}" x2="${c($+1)}" y1="${u+C.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${c($+.5)}" y="${u+19}" text-anchor="middle" class="${h?"u-cell":"u-cell u-soft"}">${h?T(p,1):o?"":"0"}</text>`});return l`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${i+12}" class="u-strong">${E[a]} <tspan class="u-soft u-plain">${N[a]} real, ${r-N[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${i+12}" text-anchor="end" class="${at(n[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${D(n[a])}</text>
    ${d}
    <rect x="0" y="${i}" width="100%" height="${C.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(E[a])}"/>
  </g>`}function ve({states:t,alone:e,mask:o,sequence:s,drift:n,padTo:r,where:a},c){let i=N[s],u=a==="post"?0:r-i,d=_=>+((1-_)/2).toFixed(4),p=_=>+(X.top+d(_)*X.height).toFixed(2),$=(_,k,A)=>l`<polyline points="${_.map((q,W)=>`${k+W+.5},${d(q)}`).join(" ")}" class="${A}" vector-effect="non-scaling-stroke"/>`,h=u?[0,u]:[i,r],x=E[s],f=t[s].at(-1),m=c((h[0]+h[1])/2),w=a==="post"?{at:m,anchor:"middle",h:e[s].at(-1)}:{at:c(u+.5),dx:-8,anchor:"end",h:e[s][0]},y=ke([...f,...w.h].map(p));return l`<text x="0" y="${X.top-30}" class="u-strong">Hidden state of ${x}, step by step</text>
    ${h[1]>h[0]&&l`<rect x="${c(h[0])}" y="${X.top-X.tab}" width="${c(h[1]-h[0])}" height="${X.height+X.tab}" class="u-fill-panel"/>
      <text x="${m}" y="${X.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(_=>l`<line x1="0" x2="100%" y1="${p(_)}" y2="${p(_)}" class="u-grid"/>
      <text x="0" y="${_>0?p(_)+12:p(_)-3}" class="u-soft">${T(_,0)}</text>`)}
    <svg x="0" y="${X.top}" width="100%" height="${X.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${f.map((_,k)=>{let A=e[s].map(q=>q[k]);return $(a==="post"?[...A,...Array(r-i).fill(A.at(-1))]:A,u,`u-alone ${Rt[k]}`)})}
      <g class="veil-drift">${f.map((_,k)=>$(t[s].map(A=>A[k]),0,`u-state ${Rt[k]}`))}</g>
    </svg>
    <g class="veil-drift">${f.map((_,k)=>l`${t[s].map((A,q)=>l`<circle cx="${c(q+.5)}" cy="${p(A[k])}" r="3" class="${o[s][q]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${y[k]}" text-anchor="end" class="u-halo">unit ${k+1}</text>`)}</g>
    ${n[s]>0&&w.h.map((_,k)=>l`<text x="${w.at}" dx="${w.dx??0}" y="${y[f.length+k]}" text-anchor="${w.anchor}" class="u-halo u-soft">unit ${k+1} alone</text>`)}
    ${h[1]>h[0]&&l`<text x="${m}" y="${X.top+X.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[s].map((_,k)=>l`<text x="${c(k+.5)}" y="${X.top+X.height+18}" text-anchor="middle" class="u-soft">${k?k+1:"t = 1"}</text>`)}`}function ke(t){let o=t.map((a,c)=>c).sort((a,c)=>t[a]-t[c]),s=[],n=X.top+12-15;for(let a of o)n=s[a]=Math.max(t[a]-8,n+15);let r=X.top+X.height-4;for(let a of o.toReversed())s[a]=+Math.min(s[a],r).toFixed(2),r=s[a]-15;return s}var U=t=>Array.isArray(t)?`[${t.map(U).join(", ")}]`:String(t),bt=t=>t.map(e=>`    ${U(e)},`).join(`
`);function It({series:t,names:e,units:o,window:s,stride:n,horizon:r,train:a,order:c,selected:i}){let u=e.map((p,$)=>o[$]?`${p} (${o[$]})`:p).join(", "),d=c==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${bt(t)}
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
`}function Vt({inputs:t,targets:e,padTo:o,where:s,masked:n}){let{Wx:r,Wh:a,b:c,V:i,c:u}=j,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${N.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${bt(t)}
]
targets = [
${bt(e)}
]
length, where, use_mask = ${o}, "${s}", ${n?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${U(r)})
W_h = np.array(${U(a)})
b = np.array(${U(c)})
V, c = np.array(${U(i)}), ${u}


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
# states = rnn(X, mask=${n?"mask":"None"})
`}var _e={post:"after",pre:"before"},Gt=({limits:t,padTo:e})=>({pad_to:F(t.pad_to,e,M(e,"step"))});function Se(t,e,o){return l`<div class="u-controls">
    ${et(e,"pad_to",l`pad to <i>T</i>`,Gt(t).pad_to)}
    ${I(e,"sequence","states of",Object.fromEntries(E.map(s=>[s,s])),E[t.sequence])}
    ${I(e,"where","zeros",_e,t.where)}
    ${Et("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${o.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${o.states}</div>
    <div class="u-loss" data-slot="loss">${o.loss}</div>
  </div>`}var Te=(t,e)=>({grid:Bt(t,e),states:Me(t),loss:Ae(t)}),zt=(t,e)=>l`(${e.map((o,s)=>[s>0&&", ",O(`${t}.${s}`,o,T(o))])})`;function Me({hT:t,hAlone:e,drift:o}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${E.map((s,n)=>l`<tr><th scope="row">${s}</th><td>${zt(`h_alone.${s}`,e[n])}</td>
        <td>${L("drift",zt(`h_T.${s}`,t[n]))}</td>
        <td>${L("drift",l`<span class="${at(o[n])&&"u-alarm"}">${O(`drift.${s}`,o[n],D(o[n]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function Ae({lossAll:t,lossReal:e,loss:o,lossAlone:s,masked:n,steps:r,realSteps:a}){let c=Math.max(t,e,s)||1,i=(u,d,p,$)=>l`<div class="u-meter${$&&" u-counts"}">
    <span>${p}${$&&l` <b class="veil-drift">counts</b>`}</span><b>${L("drift",O(u,d,T(d,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*d/c).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${i("loss_all",t,`over all ${r} steps`,!n)}
    ${i("loss_real",e,`over the ${a} real steps`,n)}
    ${i("loss_alone",s,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${O("loss",o,T(o,3))}.</span></p>`}function Xe({padTo:t,where:e,hAlone:o,hPlain:s}){let n=N.indexOf(Math.min(...N)),r=t-N[n];return[{key:"drift",locks:!0,moot:!1,about:{sequence:E[n],zeros:r,where:e,alone:o[n],padded:s[n]},setting:({sequence:a,zeros:c,where:i})=>`${a} with ${M(c,"zero")} ${i==="post"?"after":"before"} it`,text:l`Sequence ${E[n]} has ${N[n]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:qe}]}function qe({answer:t,about:e}){let{sequence:o,zeros:s,where:n,alone:r,padded:a}=e,c=h=>`(${h.map(x=>T(x)).join(", ")})`,i=r.every((h,x)=>h===a[x])?"same":"changes",u={same:"stays the same",changes:"changes"},d=t===null?`It ${u[i]}.`:t===i?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[i]}.`,p=n==="post"?`After ${M(s,"zero")}`:`With ${M(s,"zero")} before it`,$=l`${p} the state of ${o} is ${c(a)} instead of ${c(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===i,said:d,why:$}}function Ne({padTo:t,where:e,masked:o,drift:s,loss:n,lossAlone:r,pulled:a,rest:c,apart:i,apartAlone:u},d){let p=`Four sequences of ${N.slice(0,-1).join(", ")} and ${N.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(d)return`${p}, without a mask.`;let $=s.indexOf(Math.max(...s));if(o)return`${p}, with a mask: every last state equals that of the sequence alone, and the loss is ${T(n,3)} as it is without padding.`;if(s[$]===0)return`${p}, without a mask.`;let h=a?` The zeros pull every padded state toward one resting point, (${c.map(x=>T(x)).join(", ")}), whatever the sequence was: the four end at most ${D(i)} apart, alone ${D(u)}.`:"";return`${p}, without a mask: the last state of ${E[$]} moves most, by ${D(s[$])}, and the loss is ${T(n,3)} where it should be ${T(r,3)}.${h}`}function Ee({X:t,y:e,mask:o,states:s,errors:n,masked:r,sequence:a,center:c,spread:i,name:u}){let d=m=>m.map(w=>[].concat(w).map(y=>T(y,1)).join(", ")).join("; "),{Wx:p,Wh:$,b:h,V:x,c:f}=j;return l`<table class="u-table">
    <caption>Sequence ${E[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,w)=>l`<tr><th scope="row">${w+1}</th><td>${o[a][w]?"yes":"no"}</td><td>${T(m,4)}</td>${s[a][w].map(y=>l`<td>${T(y,4)}</td>`)}<td>${T(e[a][w],4)}</td><td>${T(n[a][w],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${T(c,3)} and standard deviation ${T(i,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${d(p)}), W<sub>h</sub> = (${d($)}), b = (${d([h])}), V = (${d([x])}), c = ${T(f,1)}.</p>`}var vt={};Xt(vt,{body:()=>ze,compute:()=>Ie,controls:()=>se,describe:()=>es,numbers:()=>ss,python:()=>It,questions:()=>Je,slots:()=>Ge});var rt=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var Dt=320,Ut=290,Y={x:32,bottom:264},xt=104,yt=.5,Oe=12;function Jt(t,e){let{n:o,window:s,features:n,selected:r,cut:a,nTrain:c,nTest:i}=t,u={width:26,height:Math.min(21,180/s)},d={width:n*u.width,height:s*u.height};if(!o){let f={x:Y.x,y:Y.bottom-d.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${Dt} ${Ut}" role="img" aria-label="An empty box: no window fits">
      ${it(f,d,"u-void")}${Yt(t,()=>f,d)}</svg>`}let p=c&&i?Oe:0,$=Math.min(11,(xt-p)/o),h=f=>{let m=f*$+(f>=c?p:0);return{x:Y.x+m,y:Y.bottom-d.height-m*yt}},x=a.map((f,m)=>o-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${Dt} ${Ut}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${n} features for every window, X[${r}] beside it">
    <defs>${rt(`${e}-sheet`)}</defs>
    ${x.map(f=>f===r?it(h(f),d,"u-slot"):He(a[f],f,h(f),d,e))}
    ${Kt(h(0),d,u,s,n)}
    ${We(t,h(r),d,u)}
    ${Yt(t,h,d)}
  </svg>`}var S=t=>+t.toFixed(2),it=({x:t,y:e},{width:o,height:s},n)=>l`<rect x="${S(t)}" y="${S(e)}" width="${o}" height="${S(s)}" class="${n}"/>`;function He({part:t,leaks:e},o,s,n,r){return l`<g class="${o>1&&"veil-count"}">${it(s,n,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${S(s.x)}" y="${S(s.y)}" width="${n.width}" height="${S(n.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function Kt({x:t,y:e},{width:o,height:s},n,r,a){let c=Array.from({length:r-1},(u,d)=>`M${S(t)} ${S(e+(d+1)*n.height)}h${o}`),i=Array.from({length:a-1},(u,d)=>`M${S(t+(d+1)*n.width)} ${S(e)}v${S(s)}`);return l`<path d="${[...c,...i].join("")||"M0 0"}" class="u-cell-lines"/>`}function We({series:t,X:e,features:o,selected:s,window:n},r,a,c){let i={x:Y.x+a.width+xt+20,y:Y.bottom-a.height-xt*yt/2},d=Array.from({length:o},(h,x)=>t.map(f=>f[x])).map(h=>{let x=Math.min(...h),f=Math.max(...h);return m=>S(.08+.72*(f===x?.5:(m-x)/(f-x)))}),p=e.flatMap((h,x)=>h.map((f,m)=>l`<rect x="${S(i.x+m*c.width)}" y="${S(i.y+x*c.height)}" width="${c.width}" height="${S(c.height)}" class="u-fill-input" fill-opacity="${d[m](f)}"/>`)),$=S(r.x+a.width);return l`<path d="M${$} ${S(r.y)}L${S(i.x)} ${S(i.y)}M${$} ${S(r.y+a.height)}L${S(i.x)} ${S(i.y+a.height)}" class="u-guide"/>
    ${p}${Kt(i,a,c,n,o)}${it(i,a,"u-sheet-chosen")}
    <text x="${S(i.x+a.width/2)}" y="${S(i.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function Yt({n:t,window:e,features:o,nTrain:s,nTest:n},r,a){let c=r(t-1),{x:i,y:u}=r(0),d=S(Math.atan(yt)*180/Math.PI);return l`<text transform="translate(${S(i-3)} ${S(u-10)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${n>0&&s>0&&l`<text x="${S(c.x+a.width)}" y="${S(c.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${S(i-10)} ${S(u+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${S(i)}" y="${S(u+a.height+18)}">features d = ${o}</text>`}var J={top:22,height:201},H={top:269,height:168},wt=H.top+H.height;function Zt(t,e){let{length:o,border:s,chosen:n,window:r,horizon:a,features:c}=t,i=p=>`${+(100*p/o).toFixed(3)}%`,u=J.height/c,d=(p,$,h)=>l`<rect x="${i(p)}" y="${J.top}" width="${i($)}" height="${H.top-J.top}" class="${h}"/>`;return l`<svg class="u-figure" width="100%" height="${wt+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${rt(`${e}-leak`)}</defs>
    <rect x="${i(s)}" y="0" width="${i(o-s)}" height="${wt}" class="u-fill-panel"/>
    ${n&&[d(n.start,r,"u-band-input"),d(n.start+r,a,"u-band-output")]}
    ${t.names.map((p,$)=>Fe(t,$,J.top+$*u,u,i))}
    ${Le(o,i)}
    <line x1="${i(s)}" x2="${i(s)}" y1="0" y2="${wt}" class="u-split"/>
    ${n?[je(t,i),t.cut.map((p,$)=>Ce(t,$,i,e)),Pe(t,i)]:Re(t,i,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${M(s,"value")}</text>
    ${s<o&&l`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${o-s}</text>`}
  </svg>`}function Fe({series:t,names:e,units:o,chosen:s,window:n,length:r},a,c,i,u){let d=t.map(k=>k[a]),p=Math.min(...d),$=Math.max(...d),h=k=>+($===p?.5:($-k)/($-p)).toFixed(4),x=c+21,f=i-30,m=(k,A,q)=>{let W=d.slice(k,A).map((P,R)=>`${k+R+.5},${h(P)}`);return l`<polyline points="${W.join(" ")}" class="${q}" vector-effect="non-scaling-stroke"/>`},w=(k,A,q)=>d.slice(k,A).map((W,P)=>l`<circle cx="${u(k+P+.5)}" cy="${+(x+h(W)*f).toFixed(2)}" r="2.6" class="${q}"/>`),y=s&&s.start+n,_=s&&a===0;return l`<text x="0" y="${c+13}" class="u-halo">${e[a]} <tspan class="u-soft">${Qt(p)} to ${Qt($)} ${o[a]}</tspan></text>
    <svg x="0" y="${x}" width="100%" height="${f}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${s&&m(s.start,y,"u-line-input")}
      ${_&&m(y-1,s.end,"u-line-output")}
    </svg>
    ${s&&w(s.start,y,"u-dot-input")}
    ${_&&w(y,s.end,"u-dot-output")}`}var Qt=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function Le(t,e){let o=[1,5,10,20,25,50].find(n=>t/n<=6),s=J.top+J.height;return Array.from({length:Math.ceil(t/o)},(n,r)=>r*o).map(n=>l`<line x1="${e(n+.5)}" x2="${e(n+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${n?e(n+.5):0}" y="${s+17}" text-anchor="${n?"middle":"start"}" class="u-soft">${n||"t = 0"}</text>`)}function je({selected:t,chosen:e,window:o,length:s},n){let r=Math.min(Math.max(e.start+o,.14*s),.86*s);return l`<text x="${n(r)}" dx="-5" y="${H.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${n(r)}" dx="5" y="${H.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function Ce({cut:t,n:e,selected:o,window:s,horizon:n,border:r,length:a},c,i,u){let{start:d,end:p,leaks:$}=t[c],h=Math.min(21,H.height/e),x=+(H.top+c*h).toFixed(2),f=+(h-(h>6?4:h/4)).toFixed(2),m=+(x+f/2).toFixed(2),w=Math.max(d,r),y=p<.76*a?{x:i(p),dx:6,"text-anchor":"start"}:{x:i(d),dx:-6,"text-anchor":"end"},_=Object.entries(y).map(([k,A])=>l` ${k}="${A}"`);return l`<g class="u-bar${c===o&&" u-selected"}${c>1&&" veil-count"}">
    <rect x="${i(d)}" y="${x}" width="${i(s)}" height="${f}" class="u-bar-input"/>
    <line x1="${i(d+s)}" x2="${i(p)}" y1="${m}" y2="${m}" stroke-width="${f}" class="u-bar-output"/>
    ${$&&l`<rect x="${i(w)}" y="${x}" width="${i(p-w)}" height="${f}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${h>=12&&l`<text${_} y="${m+4}" class="u-halo">${c}${$&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${x}" width="100%" height="${+h.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${c}"/>
  </g>`}function Pe({cut:t,n:e},o){let s=H.top+2*Math.min(21,H.height/e)+14;return e>2&&l`<text x="${o(t[2].start)}" y="${s.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function Re({length:t,window:e,horizon:o},s,n){return l`<rect x="0" y="${H.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${s(e)}" y="${H.top}" width="${s(t-e)}" height="20" fill="url(#${n}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${H.top+42}" class="u-strong u-ink-gradient">needs ${e+o} values and does not fit</text>`}var Be={"window first":"window, then split","split first":"split, then window"};function Ie(t){let{rows:e,length:o,window:s,stride:n,horizon:r,features:a,train:c,order:i,limits:u}=t,d=Math.min(c,o),p=e.map(y=>y.slice(0,a)),$=ht(t),h=$.length,x=Math.min(t.selected,Math.max(0,h-1)),f=$[x]??null,m=f&&f.start+s,w=y=>$.filter(y).length;return{series:p,length:o,window:s,stride:n,horizon:r,features:a,train:c,order:i,limits:u,border:d,cut:$,n:h,selected:x,chosen:f,names:t.names.slice(0,a),units:t.units.slice(0,a),X:f?p.slice(f.start,m):[],y:f?p.slice(m,f.end).map(y=>y[0]):[],nTrain:w(({part:y})=>y==="train"),nTest:w(({part:y})=>y==="test"),nLeak:w(({leaks:y})=>y),firstLeak:$.findIndex(({leaks:y})=>y),notes:Ve(t,d)}}function Ve({length:t,window:e,horizon:o,order:s},n){return(s==="split first"?[["No training windows","training part",n],["No test windows","test part",t-n]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+o).map(([a,c,i])=>`${a}: window ${e} + horizon ${o} needs at least ${e+o} values; the ${c} has ${i}.`)}function se({length:t,window:e,stride:o,horizon:s,features:n,train:r,limits:a,selected:c,n:i}){return{length:F(a.length,t,M(t,"value")),window:F(a.window,e,M(e,"step")),horizon:F(a.horizon,s,M(s,"step")),stride:F(a.stride,o,M(o,"step")),features:F(a.features,n,String(n)),train:F(a.train,r,M(r,"value")),selected:F([0,i-1],c,i?`X[${c}]`:"none")}}function ze(t,e,o){let s=se(t),n=(r,a)=>et(e,r,a,s[r]);return l`<div class="u-controls">
    ${n("length",l`series <i>N</i>`)}
    ${n("window",l`window <i class="role-input">T</i>`)}
    ${n("horizon",l`horizon <i class="role-output">H</i>`)}
    ${n("stride",l`stride <i>s</i>`)}
    ${n("features",l`features <i>d</i>`)}
    ${n("train","train part")}
    ${I(e,"order","order",Be,t.order)}
  </div>
  <div data-slot="series">${o.series}</div>
  <p class="u-key" data-slot="key">${o.key}</p>
  <div class="u-formula" data-slot="formula">${o.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${o.box}</div>
    <div class="u-slice">
      ${n("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${o.slice}</div>
    </div>
  </div>`}var Ge=(t,e)=>({series:Zt(t,e),key:De(t),formula:Ue(t),box:Jt(t,e),slice:Ye(t)}),De=({names:t,nLeak:e})=>l`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function Ue({length:t,border:e,window:o,horizon:s,stride:n,features:r,order:a,n:c,nTrain:i,nTest:u,nLeak:d,notes:p}){let $=(m,w)=>l`<tr><th scope="row">${m}</th><td>${w}</td></tr>`,h=(m,w,y,_)=>$(m,w<o+s?l`${O(y,_)} <span class="u-soft">windows: too short</span>`:l`⌊(${w} − ${o} − ${s}) / ${n}⌋ + 1 = ${L("count",l`<b>${O(y,_)}</b>`)}`),x=l`${O("n_train",i)} train, <span class="${d>0&&"u-alarm"}">${O("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${O("n_test",u)} test`,f=m=>`(${m}, ${o}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[h("train",e,"n_train",i),h("test",t-e,"n_test",u)]:[h("all",t,"n",c),$("split",L("leak",x))]}${$("shapes",L("leak",l`X_train <b>${f(i)}</b>, X_test <b>${f(u)}</b>`))}</tbody></table>
    ${p.length>0&&l`<p class="u-note" role="note">${p.join(" ")}</p>`}`}var te=t=>T(t,Math.abs(t)<1e4?1:0);function Ye({names:t,units:e,X:o,y:s,window:n,features:r,horizon:a,selected:c,chosen:i}){if(!i)return l`<p class="u-soft">No window, so nothing to show.</p>`;let u=i.start+n;return l`<table class="u-table">
    <caption>X[${c}] has shape (${n}, ${r}), y[${c}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,p)=>l`<th scope="col">${d} <span class="u-soft">${e[p]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${o.map((d,p)=>l`<tr><th scope="row">${i.start+p}</th>${d.map(($,h)=>l`<td>${O(`X.${p}.${h}`,$,te($))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${s.map((d,p)=>l`<tr><th scope="row">${u+p}</th><td>${O(`y.${p}`,d,te(d))}</td></tr>`)}</tbody>
  </table>`}function Je({length:t,window:e,horizon:o,stride:s,train:n,order:r,nLeak:a}){let c={length:t,window:e,horizon:o,stride:s,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!G(t,e,o,s),about:c,setting:ee,text:l`A series has ${t} values. Windows of ${M(e,"step")}, each followed by ${M(o,"target")}, start every
        ${s===1?"step":`${s} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Qe},{key:"leak",moot:!a,about:{...c,train:n},setting:ee,text:l`The windows were cut first, and those that start before value ${n} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:Ze}]}var ee=({length:t,window:e,horizon:o,stride:s,train:n})=>`N = ${t}, T = ${e}, H = ${o}, s = ${s}${n?` and ${M(n,"training value")}`:""}`,Ke=[[({length:t,window:e,horizon:o,stride:s})=>Math.floor((t-e-o)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:o})=>G(t,e,0,o),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:o})=>G(t,e,o),"That is the count for stride 1."]];function Qe({answer:t,about:e}){let{length:o,window:s,horizon:n,stride:r}=e,a=G(o,s,n,r),c=(a-1)*r,i=`The last start that still fits is ${c}: its ${s+n} values end at ${c+s+n-1}, and the series ends at ${o-1}. With starts 0, ${r}, …, ${c} that makes ${c} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${M(a,"window")}.`,why:i};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:i};let u=Ke.find(([d])=>d(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${u} ${i}`}}function Ze({answer:t,about:e}){let o=ht(e),s=o.flatMap(({leaks:i},u)=>i?[u]:[]),n=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=s,c=`X[${a}] and its targets cover values ${o[a].start} to ${o[a].end-1}; the test part begins at ${n}. ${M(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:c}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:c}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${ts(o,t,a,n)} ${c}`}}function ts(t,e,o,s){let n=t[e];return n?n.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>o?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${n.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function es({length:t,features:e,window:o,stride:s,horizon:n,n:r,nLeak:a,nTrain:c,nTest:i,order:u,selected:d,chosen:p,notes:$},h){let x=`A series of ${t} timesteps and ${M(e,"feature")}`;if(!r)return`${x}. ${$.join(" ")}`;let f=`windows of ${M(o,"timestep")} that start every ${s===1?"step":`${s} steps`}, each with its next ${M(n,"value")} as target`;if(h==="count")return`${x}, to be cut into ${f}.`;let m=u==="split first"?`split and then cut into ${c} training and ${i} test`:`cut into ${r}`,w=h==="leak"?"":a?` ${a} of the ${M(c,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",y=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${M(o,"training value")} as inputs.`:"";return`${x}, ${m} ${f}. X[${d}] starts at timestep ${p.start}.${w}${y}`}function ss({cut:t,window:e,horizon:o}){let s=(n,r)=>r===1?String(n):`${n} to ${n+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:n,part:r,leaks:a},c)=>l`<tr><th scope="row">X[${c}]</th><td>${s(n,e)}</td><td>${s(n+e,o)}</td><td>${r}</td><td>${L("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var oe={windows:vt,padding:gt},V=t=>oe[t.mode],kt={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...oe[t.mode].compute({...t,rows:os(t)}),mode:t.mode,state:t}},body:(t,e,o)=>V(t).body(t,e,o),slots:(t,e)=>V(t).slots(t,e),controls:t=>V(t).controls(t),questions:t=>V(t).questions(t),describe:(t,e)=>V(t).describe(t,e),numbers:t=>V(t).numbers(t),python:t=>V(t).python(t)};function os({series:t,names:e,length:o}){let s=e.length,n=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:o},(r,a)=>e.map((c,i)=>n(a,i)))}var ns=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],K=20;function ne(t,e,o){let s=getComputedStyle(t),n=[...t.querySelectorAll("svg.u-figure")],r=Math.max(...n.map(p=>p.getBoundingClientRect().width)),a=K,c=(p,$,h)=>rs(p,`${h} ${$}px ${s.fontFamily}`,r).map(x=>(a+=1.4*$,`<text x="${K}" y="${a}" font-family="${z(s.fontFamily)}" font-size="${$}" font-weight="${h}" fill="${s.color}">${z(x)}</text>`)),i=p=>{let $=p.getBoundingClientRect(),h=p.viewBox.baseVal?.width||$.width,{y:x,height:f}=p.getBBox();a+=K;let m={x:K,y:a,width:$.width,height:f*$.width/h,viewBox:`0 ${x} ${h} ${f}`,overflow:"visible"};a+=m.height;let w=is(p);for(let[y,_]of Object.entries(m))w.setAttribute(y,_);return new XMLSerializer().serializeToString(w)},u=[c(e,16,600),c(as(t),12.5,400),n.map(i),c(t.querySelector(".u-key").innerText,12.5,400)].flat(),d={width:r+2*K,height:a+K};return`<svg xmlns="http://www.w3.org/2000/svg" width="${d.width}" height="${d.height}" viewBox="0 0 ${d.width} ${d.height}">
<title>${z(e)}</title><desc>${z(o)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
${u.join(`
`)}
</svg>`}function as(t){let e=s=>s.textContent.trim(),o={"u-range":s=>`${e(s.querySelector("label"))}: ${e(s.querySelector(".u-amount"))}`,"u-choice":s=>`${e(s.querySelector("legend"))}: ${e(s.querySelector(":checked + span"))}`,"u-toggle":s=>`${e(s)}: ${s.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(s=>o[s.className](s)).join(", ")}function rs(t,e,o){let s=document.createElement("canvas").getContext("2d");return s.font=e,t.split(/\s+/).reduce((n,r)=>{let a=`${n.at(-1)??""} ${r}`.trim();return n.length&&s.measureText(a).width<=o?[...n.slice(0,-1),a]:[...n,r]},[])}function is(t){let e=t.cloneNode(!0),o=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,n)=>{let r=getComputedStyle(o[n]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of ns)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function ae(t,e){let o=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:o,download:t}).click(),URL.revokeObjectURL(o)}var ie={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},ce=["numbers","python"],_t="Answer or skip the question first";function le(t,e,o="u"){let s=t.compute(e);return de(t,e,s,St(t,e,s,o),o).toString()}function St(t,e,o,s){let n=t.questions(o),r=nt(n,e.predictions);return{locked:!!r?.locks,veil:mt(n,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:Pt(s,n,e.predictions),caption:l`${t.describe(o,r?.key)}`,...t.slots(o,s)}}}function de(t,e,o,{locked:s,veil:n,slots:r},a){let c=([i,u])=>l`<button type="button" data-action="${i}"${i==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}${ce.includes(i)&&l` aria-disabled="${s}" title="${s?_t:""}"`}>${u}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${n}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(ie).map(c)}</div>
    </header>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    ${t.modes&&l`<div class="u-modes">${I(a,"mode","View",t.modes,e.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&l` disabled`}>${t.body(o,a,r)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}var re=t=>t?.text.replace(/(<input type="number"[^>]*?) value="[^"]*"/g,"$1");function ue(t,{model:e,el:o}){let s=`u${Math.random().toString(36).slice(2,10)}`,n=()=>Object.fromEntries(t.traits.map(g=>[g,e.get(g)])),r=new AbortController,a=(g,b)=>f.addEventListener(g,b,{signal:r.signal}),c=n(),i=t.compute(c),u=St(t,c,i,s),d=0,p=0,$=0,h=!1,x=null;o.innerHTML=de(t,c,i,u,s);let f=o.firstElementChild,m=g=>f.querySelector(g);function w(){cancelAnimationFrame(d),d=0;let g=c.mode;c=n(),i=t.compute(c);let b=u.slots;u=St(t,c,i,s);let{locked:v,veil:B,slots:lt}=u;h&&(lt.ask=b.ask);let Tt=m("[data-body]");f.dataset.veil!==B&&(f.dataset.veil=B),Tt.disabled=v,c.mode!==g&&(Tt.innerHTML=t.body(i,s,lt));for(let[Z,At]of Object.entries(lt))re(b[Z])!==re(At)&&(m(`[data-slot="${Z}"]`).innerHTML=At);W(!v&&!m("[data-slot=numbers]").hidden);for(let Z of ce)m(`[data-action=${Z}]`).ariaDisabled=String(v),m(`[data-action=${Z}]`).title=v?_t:"";m(".u-code").hidden=!0,Ot(f,t.controls(i),c),m(".u-fault").hidden=!0;let Mt=x&&m(`[data-verdict="${x}"]`);x=null,Mt?.focus(),_((Mt??m("[data-slot=caption]")).textContent)}function y(){d||=requestAnimationFrame(w)}function _(g){clearTimeout($),$=setTimeout(()=>m(".u-live").textContent=g,400)}function k(g){for(let[b,v]of Object.entries(g))e.set(b,v);e.save_changes(),!p&&(w(),p=requestAnimationFrame(()=>p=0))}function A(g,b){g.ariaInvalid="true",m(".u-fault").textContent=b,m(".u-fault").hidden=!1}function q(g){let{key:b,about:v}=nt(t.questions(i),c.predictions);x=b,k({predictions:{...c.predictions,[b]:{answer:g,about:v}}})}function W(g){let b=m("[data-slot=numbers]"),v=m("[data-action=numbers]");!g&&b.hidden||(b.hidden=!g,b.innerHTML=g?t.numbers(i):"",v.ariaExpanded=String(g),v.textContent=g?"Hide numbers":ie.numbers)}let P={numbers(){W(m("[data-slot=numbers]").hidden)},async python(){let g=m(".u-code");g.value=t.python(i);try{await navigator.clipboard.writeText(g.value),R("python","Python copied")}catch{g.hidden=!1,g.focus(),g.select(),_("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){ae(`${t.kind}.svg`,ne(f,t.title,m("[data-slot=caption]").textContent)),R("svg","SVG saved")},reset(){k({...c.initial,predictions:{}}),R("reset","Reset done")}};function R(g,b){let v=m(`[data-action=${g}]`);v.dataset.done="",v.addEventListener("animationend",()=>delete v.dataset.done,{once:!0}),_(b)}a("input",({target:g})=>{let{trait:b}=g.dataset;if(!b)return;let v=g.type==="number"&&Ft(g);v?A(g,v):k({[b]:Ht(g,e.get(b))})}),a("focusout",({target:g})=>g.ariaInvalid==="true"&&w()),a("keydown",g=>{let{target:b,key:v}=g,B={PageUp:5,PageDown:-5}[v];b.type!=="range"||!B||(g.preventDefault(),b.value=Number(b.value)+B*Number(b.step),b.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",g=>{g.preventDefault(),q(g.target.querySelector("input").valueAsNumber)}),a("click",({target:g})=>{let b=g.closest("button"),v=g.closest("[data-pick]");b?.ariaDisabled==="true"?(m(".u-question :is(input, button)").focus(),_(_t)):b?.dataset.action?P[b.dataset.action]():b?.dataset.answer?q(b.dataset.answer):b&&"skip"in b.dataset?q(null):v&&!u.locked&&k({[v.dataset.pick]:JSON.parse(v.dataset.to)})}),a("pointerdown",({target:g})=>h=g.type==="range");for(let g of["pointerup","pointercancel"])window.addEventListener(g,()=>{h&&y(),h=!1},{signal:r.signal});let Q=t.traits.map(g=>`change:${g}`);for(let g of Q)e.on(g,y);return()=>{r.abort(),cancelAnimationFrame(d),cancelAnimationFrame(p),clearTimeout($);for(let g of Q)e.off(g,y);o.replaceChildren()}}var ct={[kt.kind]:kt},cs=t=>ct[t.kind].compute(t),ro=t=>ct[t.kind].python(cs(t)),io=(t,e)=>le(ct[t.kind],t,e),co={render:({model:t,el:e})=>ue(ct[t.get("kind")],{model:t,el:e})};export{cs as compute,co as default,io as prerender,ro as python};
