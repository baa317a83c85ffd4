var ce=Object.defineProperty;var Xt=(t,e)=>{for(var o in e)ce(t,o,{get:e[o],enumerable:!0})};var bt={};Xt(bt,{body:()=>xe,compute:()=>Ft,controls:()=>Vt,describe:()=>Se,numbers:()=>Te,python:()=>Rt,questions:()=>ke,slots:()=>ye});var tt=class{constructor(e){this.text=e}toString(){return this.text}},le={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},I=t=>String(t).replace(/[&<>"']/g,e=>le[e]);function At(t){return t instanceof tt?t.text:Array.isArray(t)?t.map(At).join(""):t==null||t===!1?"":I(t)}function l(t,...e){return new tt(t.reduce((o,s,n)=>o+At(e[n-1])+s))}function M(t,e=2){let o=t.toFixed(e);return(Number(o)===0?o.replace("-",""):o).replace("-","−")}var X=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function O(t,e,o=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${o}</span>`}var F=([t,e],o,s)=>({min:t,max:e,value:o,text:s,disabled:t>e});function et(t,e,o,{min:s,max:n,value:r,text:a,disabled:i}){return l`<div class="u-range">
    <label for="${t}-${e}">${o}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${n}" step="1"
      value="${r}" style="--u-at:${qt(s,n,r)}" aria-valuetext="${a}"${i&&l` disabled`}>
  </div>`}var qt=(t,e,o)=>e>t?(o-t)/(e-t):0;function B(t,e,o,s,n){return l`<fieldset class="u-choice">
    <legend>${o}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(n)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function Et(t,e,o){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${o&&l` checked`}><span>${e}</span></label>`}function Ht(t,e,o){for(let s of t.querySelectorAll("[data-trait]")){let n=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(o[n]):s.type==="checkbox"?s.checked=o[n]:de(t,s,e[n])}}function de(t,e,{min:o,max:s,value:n,text:r,disabled:a}){e.value===String(n)&&e.max===String(s)&&e.getAttribute("aria-valuetext")===r||(e.min=o,e.max=s,e.value=n,e.disabled=a,e.style.setProperty("--u-at",qt(o,s,n)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function Nt(t){return t.type==="range"?Number(t.value):t.type==="checkbox"?t.checked:t.value}function lt(t,{Wx:e,Wh:o,b:s},n=null){let r=s.map(()=>0);return t.map((a,i)=>((!n||n[i])&&(r=ue(a,r,e,o,s)),r))}function ue(t,e,o,s,n){return n.map((r,a)=>{let i=r;return t.forEach((c,u)=>i+=c*o[u][a]),e.forEach((c,u)=>i+=c*s[u][a]),Math.tanh(i)})}function dt(t,e){return t.map((o,s)=>o.map((n,r)=>(n-e[s][r])**2))}function st(t,e=null){let o=0,s=0;return t.forEach((n,r)=>n.forEach((a,i)=>{e&&!e[r][i]||(o+=a,s+=1)})),o/s}function G(t,e,o=1,s=1){return t<e+o?0:Math.floor((t-e-o)/s)+1}function Ot(t){let e=t.reduce((n,r)=>n+r,0)/t.length,o=Math.sqrt(t.reduce((n,r)=>n+(r-e)**2,0)/t.length),s=t.every(n=>n===t[0]);return{center:e,spread:s||o===0?1:o}}function ut(t,e,o="post",s=0){let n=(r,a,i)=>{let c=Array(e-r.length).fill(a);return o==="post"?[...i,...c]:[...c,...i]};return{X:t.map(r=>n(r,s,r)),mask:t.map(r=>n(r,!1,r.map(()=>!0)))}}function pt({length:t,window:e,horizon:o,stride:s,train:n,order:r}){let a=Math.min(n,t),i={train:[0,a],test:[a,t]},c=(u,d,p)=>Array.from({length:G(d-u,e,o,s)},($,h)=>{let b=u+h*s,f=b+e+o,m=p(b);return{start:b,end:f,part:m,leaks:m==="train"&&f>a}});return r==="split first"?Object.entries(i).flatMap(([u,[d,p]])=>c(d,p,()=>u)):c(0,t,u=>u<a?"train":"test")}var E=[6,4,2,5],N=["A","B","C","D"],C={Wx:[[.9,-.6]],Wh:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1};function ht(t,e=null){let o=t.map((n,r)=>lt(n.map(a=>[a]),C,e?.[r])),s=o.map(n=>n.map(r=>r.reduce((a,i,c)=>a+i*C.V[c],C.c)));return{states:o,forecasts:s}}var $t=lt(Array(200).fill([0]),C).at(-1),ot=(t,e)=>Math.max(...t.map((o,s)=>Math.abs(o-e[s]))),Wt=t=>Math.max(...t.flatMap(e=>t.map(o=>ot(e,o))));function Ft(t){let{rows:e,length:o,pad_to:s,where:n,mask:r}=t,a=e.map(x=>x[0]),{center:i,spread:c}=Ot(a),u=a.map(x=>(x-i)/c),d=E.map((x,A)=>Math.floor(A*(o-x-1)/3)),p=E.map((x,A)=>u.slice(d[A],d[A]+x)),$=E.map((x,A)=>u.slice(d[A]+1,d[A]+x+1)),{X:h,mask:b}=ut(p,s,n),f=ut($,s,n).X,m=ht(p),w=ht(h),y=r?ht(h,b):w,k=dt(y.forecasts,f),v=({states:x})=>x.map((A,Q)=>ot(A.at(-1),m.states[Q].at(-1))),T=m.states.map(x=>x.at(-1)),H=w.states.map(x=>x.at(-1)),j=E.map(x=>s-x),L=(x,A)=>ot(x,$t)<ot(T[A],$t),z=!r&&n==="post"&&H.every((x,A)=>!j[A]||L(x,A)),g=st(k),S=st(k,b);return{center:i,spread:c,starts:d,inputs:p,targets:$,X:h,y:f,mask:b,errors:k,padTo:s,where:n,masked:r,sequence:N.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:y.states,alone:m.states,hT:y.states.map(x=>x.at(-1)),hAlone:T,hPlain:H,rest:$t,pulled:z,apart:Wt(H),apartAlone:Wt(T),drift:v(y),driftPlain:v(w),lossAll:g,lossReal:S,loss:r?S:g,lossAlone:st(dt(m.forecasts,$)),steps:N.length*s,realSteps:E.reduce((x,A)=>x+A,0)}}function jt(t,e,o){let s=e.findLast(({key:r})=>r in o),n=nt(e,o);return l`${s&&pe(s,o[s.key])}${n&&he(t,n)}`}function pe({key:t,about:e,setting:o,verdict:s},n){let{right:r,said:a,why:i}=s(n),c=JSON.stringify(n.about)!==JSON.stringify(e);return l`<p class="u-verdict${[r===!0&&" u-right",r===!1&&" u-wrong",c&&" u-past"]}" data-verdict="${t}" tabindex="-1">${c?l`For ${o(n.about)}: ${a[0].toLowerCase()}${a.slice(1)}`:l`${a} ${i}`}</p>`}var P=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,ft=(t,e)=>t.filter(({key:o,moot:s})=>!s&&!(o in e)),nt=(t,e)=>ft(t,e)[0];function he(t,{key:e,text:o,label:s,choices:n,locks:r}){let a=n?Object.entries(n).map(([i,c])=>l`<button type="button" data-answer="${i}">${c}</button>`):l`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${o}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var R={top:4,pitch:54,label:18,cell:28},q={top:R.top+4*R.pitch+48,tab:17,height:116},$e=q.top+q.height+26,Lt=["u-unit-1","u-unit-2"],D=t=>at(t)?M(t):String(+t.toPrecision(1)).replace("-","−"),at=t=>t>=.005;function Pt(t,e){let{padTo:o,sequence:s}=t,n=r=>`${+(100*r/o).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${$e}" role="img" aria-label="The padded batch and the hidden states of sequence ${N[s]}">
    ${N.map((r,a)=>fe(t,a,n))}
    ${me(t,n)}
  </svg>`}function fe({X:t,mask:e,masked:o,sequence:s,drift:n,padTo:r},a,i){let c=R.top+a*R.pitch,u=c+R.label,d=t[a].map((p,$)=>{let h=e[a][$],b=l`x="${i($)}" y="${u}" width="${i(1)}" height="${R.cell}"`,f=p<0?"u-fill-negative":"u-fill-positive";return l`${h&&l`<rect ${b} class="${f}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(p)/2)).toFixed(3)}"/>`}
      <rect ${b} class="${h?"u-real":"u-pad"}"/>
      ${!h&&o&&l`<line x1="${i($)}" x2="${i($+1)}" y1="${u+R.cell}" y2="${u}" class="u-strike"/>`}
      <text x="${i($+.5)}" y="${u+19}" text-anchor="middle" class="${h?"u-cell":"u-cell u-soft"}">${h?M(p,1):o?"":"0"}</text>`});return l`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${c+12}" class="u-strong">${N[a]} <tspan class="u-soft u-plain">${E[a]} real, ${r-E[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${c+12}" text-anchor="end" class="${at(n[a])&&"u-strong u-ink-gradient"} veil-drift">moved by ${D(n[a])}</text>
    ${d}
    <rect x="0" y="${c}" width="100%" height="${R.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(N[a])}"/>
  </g>`}function me({states:t,alone:e,mask:o,sequence:s,drift:n,padTo:r,where:a},i){let c=E[s],u=a==="post"?0:r-c,d=k=>+((1-k)/2).toFixed(4),p=k=>+(q.top+d(k)*q.height).toFixed(2),$=(k,v,T)=>l`<polyline points="${k.map((H,j)=>`${v+j+.5},${d(H)}`).join(" ")}" class="${T}" vector-effect="non-scaling-stroke"/>`,h=u?[0,u]:[c,r],b=N[s],f=t[s].at(-1),m=i((h[0]+h[1])/2),w=a==="post"?{at:m,anchor:"middle",h:e[s].at(-1)}:{at:i(u+.5),dx:-8,anchor:"end",h:e[s][0]},y=be([...f,...w.h].map(p));return l`<text x="0" y="${q.top-30}" class="u-strong">Hidden state of ${b}, step by step</text>
    ${h[1]>h[0]&&l`<rect x="${i(h[0])}" y="${q.top-q.tab}" width="${i(h[1]-h[0])}" height="${q.height+q.tab}" class="u-fill-panel"/>
      <text x="${m}" y="${q.top-5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(k=>l`<line x1="0" x2="100%" y1="${p(k)}" y2="${p(k)}" class="u-grid"/>
      <text x="0" y="${k>0?p(k)+12:p(k)-3}" class="u-soft">${M(k,0)}</text>`)}
    <svg x="0" y="${q.top}" width="100%" height="${q.height}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${f.map((k,v)=>{let T=e[s].map(H=>H[v]);return $(a==="post"?[...T,...Array(r-c).fill(T.at(-1))]:T,u,`u-alone ${Lt[v]}`)})}
      <g class="veil-drift">${f.map((k,v)=>$(t[s].map(T=>T[v]),0,`u-state ${Lt[v]}`))}</g>
    </svg>
    <g class="veil-drift">${f.map((k,v)=>l`${t[s].map((T,H)=>l`<circle cx="${i(H+.5)}" cy="${p(T[v])}" r="3" class="${o[s][H]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${y[v]}" text-anchor="end" class="u-halo">unit ${v+1}</text>`)}</g>
    ${n[s]>0&&w.h.map((k,v)=>l`<text x="${w.at}" dx="${w.dx??0}" y="${y[f.length+v]}" text-anchor="${w.anchor}" class="u-halo u-soft">unit ${v+1} alone</text>`)}
    ${h[1]>h[0]&&l`<text x="${m}" y="${q.top+q.height/2-6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${t[s].map((k,v)=>l`<text x="${i(v+.5)}" y="${q.top+q.height+18}" text-anchor="middle" class="u-soft">${v?v+1:"t = 1"}</text>`)}`}function be(t){let o=t.map((a,i)=>i).sort((a,i)=>t[a]-t[i]),s=[],n=q.top+12-15;for(let a of o)n=s[a]=Math.max(t[a]-8,n+15);let r=q.top+q.height-4;for(let a of o.toReversed())s[a]=+Math.min(s[a],r).toFixed(2),r=s[a]-15;return s}var U=t=>Array.isArray(t)?`[${t.map(U).join(", ")}]`:String(t),mt=t=>t.map(e=>`    ${U(e)},`).join(`
`);function Ct({series:t,names:e,units:o,window:s,stride:n,horizon:r,train:a,order:i,selected:c}){let u=e.map((p,$)=>o[$]?`${p} (${o[$]})`:p).join(", "),d=i==="split first";return`import numpy as np

# One row a timestep: ${u.replace(/\s+/g," ")}
series = np.array([
${mt(t)}
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

selected = ${c}
if len(X):
    print(X[selected], y[selected])
`}function Rt({inputs:t,targets:e,padTo:o,where:s,masked:n}){let{Wx:r,Wh:a,b:i,V:c,c:u}=C,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${E.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${mt(t)}
]
targets = [
${mt(e)}
]
length, where, use_mask = ${o}, "${s}", ${n?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${U(r)})
W_h = np.array(${U(a)})
b = np.array(${U(i)})
V, c = np.array(${U(c)}), ${u}


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
`}var ge={post:"after",pre:"before"},Vt=({limits:t,padTo:e})=>({pad_to:F(t.pad_to,e,X(e,"step"))});function xe(t,e,o){return l`<div class="u-controls">
    ${et(e,"pad_to",l`pad to <i>T</i>`,Vt(t).pad_to)}
    ${B(e,"sequence","states of",Object.fromEntries(N.map(s=>[s,s])),N[t.sequence])}
    ${B(e,"where","zeros",ge,t.where)}
    ${Et("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${o.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${o.states}</div>
    <div class="u-loss" data-slot="loss">${o.loss}</div>
  </div>`}var ye=(t,e)=>({grid:Pt(t,e),states:we(t),loss:ve(t)}),Bt=(t,e)=>l`(${e.map((o,s)=>[s>0&&", ",O(`${t}.${s}`,o,M(o))])})`;function we({hT:t,hAlone:e,drift:o}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${N.map((s,n)=>l`<tr><th scope="row">${s}</th><td>${Bt(`h_alone.${s}`,e[n])}</td>
        <td>${P("drift",Bt(`h_T.${s}`,t[n]))}</td>
        <td>${P("drift",l`<span class="${at(o[n])&&"u-alarm"}">${O(`drift.${s}`,o[n],D(o[n]))}</span>`)}</td></tr>`)}</tbody>
  </table>`}function ve({lossAll:t,lossReal:e,loss:o,lossAlone:s,masked:n,steps:r,realSteps:a}){let i=Math.max(t,e,s)||1,c=(u,d,p,$)=>l`<div class="u-meter${$&&" u-counts"}">
    <span>${p}${$&&l` <b class="veil-drift">counts</b>`}</span><b>${P("drift",O(u,d,M(d,3)))}</b>
    <i class="veil-drift" style="inline-size:${(100*d/i).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    ${c("loss_all",t,`over all ${r} steps`,!n)}
    ${c("loss_real",e,`over the ${a} real steps`,n)}
    ${c("loss_alone",s,"with no padding at all",!1)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${O("loss",o,M(o,3))}.</span></p>`}function ke({padTo:t,where:e,hAlone:o,hPlain:s}){let n=E.indexOf(Math.min(...E)),r=t-E[n];return[{key:"drift",locks:!0,moot:!1,about:{sequence:N[n],zeros:r,where:e,alone:o[n],padded:s[n]},setting:({sequence:a,zeros:i,where:c})=>`${a} with ${X(i,"zero")} ${c==="post"?"after":"before"} it`,text:l`Sequence ${N[n]} has ${E[n]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:_e}]}function _e({answer:t,about:e}){let{sequence:o,zeros:s,where:n,alone:r,padded:a}=e,i=h=>`(${h.map(b=>M(b)).join(", ")})`,c=r.every((h,b)=>h===a[b])?"same":"changes",u={same:"stays the same",changes:"changes"},d=t===null?`It ${u[c]}.`:t===c?`You said it ${u[t]}, and it does.`:`You said it ${u[t]}; it ${u[c]}.`,p=n==="post"?`After ${X(s,"zero")}`:`With ${X(s,"zero")} before it`,$=l`${p} the state of ${o} is ${i(a)} instead of ${i(r)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;return{right:t===null?null:t===c,said:d,why:$}}function Se({padTo:t,where:e,masked:o,drift:s,loss:n,lossAlone:r,pulled:a,rest:i,apart:c,apartAlone:u},d){let p=`Four sequences of ${E.slice(0,-1).join(", ")} and ${E.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(d)return`${p}, without a mask.`;let $=s.indexOf(Math.max(...s));if(o)return`${p}, with a mask: every last state equals that of the sequence alone, and the loss is ${M(n,3)} as it is without padding.`;if(s[$]===0)return`${p}, without a mask.`;let h=a?` The zeros pull every padded state toward one resting point, (${i.map(b=>M(b)).join(", ")}), whatever the sequence was: the four end at most ${D(c)} apart, alone ${D(u)}.`:"";return`${p}, without a mask: the last state of ${N[$]} moves most, by ${D(s[$])}, and the loss is ${M(n,3)} where it should be ${M(r,3)}.${h}`}function Te({X:t,y:e,mask:o,states:s,errors:n,masked:r,sequence:a,center:i,spread:c,name:u}){let d=m=>m.map(w=>[].concat(w).map(y=>M(y,1)).join(", ")).join("; "),{Wx:p,Wh:$,b:h,V:b,c:f}=C;return l`<table class="u-table">
    <caption>Sequence ${N[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((m,w)=>l`<tr><th scope="row">${w+1}</th><td>${o[a][w]?"yes":"no"}</td><td>${M(m,4)}</td>${s[a][w].map(y=>l`<td>${M(y,4)}</td>`)}<td>${M(e[a][w],4)}</td><td>${M(n[a][w],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${u}, scaled with mean ${M(i,3)} and standard deviation ${M(c,3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${d(p)}), W<sub>h</sub> = (${d($)}), b = (${d([h])}), V = (${d([b])}), c = ${M(f,1)}.</p>`}var wt={};Xt(wt,{body:()=>Pe,compute:()=>je,controls:()=>Zt,describe:()=>Ye,numbers:()=>Je,python:()=>Ct,questions:()=>ze,slots:()=>Ce});var rt=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var zt=320,It=290,Y={x:32,bottom:264},gt=104,xt=.5,Me=12;function Dt(t,e){let{n:o,window:s,features:n,selected:r,cut:a,nTrain:i,nTest:c}=t,u={width:26,height:Math.min(21,180/s)},d={width:n*u.width,height:s*u.height};if(!o){let f={x:Y.x,y:Y.bottom-d.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${zt} ${It}" role="img" aria-label="An empty box: no window fits">
      ${it(f,d,"u-void")}${Gt(t,()=>f,d)}</svg>`}let p=i&&c?Me:0,$=Math.min(11,(gt-p)/o),h=f=>{let m=f*$+(f>=i?p:0);return{x:Y.x+m,y:Y.bottom-d.height-m*xt}},b=a.map((f,m)=>o-1-m);return l`<svg class="u-figure u-box" viewBox="0 0 ${zt} ${It}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${n} features for every window, X[${r}] beside it">
    <defs>${rt(`${e}-sheet`)}</defs>
    ${b.map(f=>f===r?it(h(f),d,"u-slot"):Xe(a[f],f,h(f),d,e))}
    ${Ut(h(0),d,u,s,n)}
    ${Ae(t,h(r),d,u)}
    ${Gt(t,h,d)}
  </svg>`}var _=t=>+t.toFixed(2),it=({x:t,y:e},{width:o,height:s},n)=>l`<rect x="${_(t)}" y="${_(e)}" width="${o}" height="${_(s)}" class="${n}"/>`;function Xe({part:t,leaks:e},o,s,n,r){return l`<g class="${o>1&&"veil-count"}">${it(s,n,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${_(s.x)}" y="${_(s.y)}" width="${n.width}" height="${_(n.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function Ut({x:t,y:e},{width:o,height:s},n,r,a){let i=Array.from({length:r-1},(u,d)=>`M${_(t)} ${_(e+(d+1)*n.height)}h${o}`),c=Array.from({length:a-1},(u,d)=>`M${_(t+(d+1)*n.width)} ${_(e)}v${_(s)}`);return l`<path d="${[...i,...c].join("")||"M0 0"}" class="u-cell-lines"/>`}function Ae({series:t,X:e,features:o,selected:s,window:n},r,a,i){let c={x:Y.x+a.width+gt+20,y:Y.bottom-a.height-gt*xt/2},d=Array.from({length:o},(h,b)=>t.map(f=>f[b])).map(h=>{let b=Math.min(...h),f=Math.max(...h);return m=>_(.08+.72*(f===b?.5:(m-b)/(f-b)))}),p=e.flatMap((h,b)=>h.map((f,m)=>l`<rect x="${_(c.x+m*i.width)}" y="${_(c.y+b*i.height)}" width="${i.width}" height="${_(i.height)}" class="u-fill-input" fill-opacity="${d[m](f)}"/>`)),$=_(r.x+a.width);return l`<path d="M${$} ${_(r.y)}L${_(c.x)} ${_(c.y)}M${$} ${_(r.y+a.height)}L${_(c.x)} ${_(c.y+a.height)}" class="u-guide"/>
    ${p}${Ut(c,a,i,n,o)}${it(c,a,"u-sheet-chosen")}
    <text x="${_(c.x+a.width/2)}" y="${_(c.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function Gt({n:t,window:e,features:o,nTrain:s,nTest:n},r,a){let i=r(t-1),{x:c,y:u}=r(0),d=_(Math.atan(xt)*180/Math.PI);return l`<text transform="translate(${_(c-3)} ${_(u-10)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${n>0&&s>0&&l`<text x="${_(i.x+a.width)}" y="${_(i.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${_(c-10)} ${_(u+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${_(c)}" y="${_(u+a.height+18)}">features d = ${o}</text>`}var J={top:22,height:201},W={top:269,height:168},yt=W.top+W.height;function Jt(t,e){let{length:o,border:s,chosen:n,window:r,horizon:a,features:i}=t,c=p=>`${+(100*p/o).toFixed(3)}%`,u=J.height/i,d=(p,$,h)=>l`<rect x="${c(p)}" y="${J.top}" width="${c($)}" height="${W.top-J.top}" class="${h}"/>`;return l`<svg class="u-figure" width="100%" height="${yt+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${rt(`${e}-leak`)}</defs>
    <rect x="${c(s)}" y="0" width="${c(o-s)}" height="${yt}" class="u-fill-panel"/>
    ${n&&[d(n.start,r,"u-band-input"),d(n.start+r,a,"u-band-output")]}
    ${t.names.map((p,$)=>qe(t,$,J.top+$*u,u,c))}
    ${Ee(o,c)}
    <line x1="${c(s)}" x2="${c(s)}" y1="0" y2="${yt}" class="u-split"/>
    ${n?[He(t,c),t.cut.map((p,$)=>Ne(t,$,c,e)),Oe(t,c)]:We(t,c,e)}
    <text x="0" y="12" class="u-strong u-halo">train: ${X(s,"value")}</text>
    ${s<o&&l`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${o-s}</text>`}
  </svg>`}function qe({series:t,names:e,units:o,chosen:s,window:n,length:r},a,i,c,u){let d=t.map(v=>v[a]),p=Math.min(...d),$=Math.max(...d),h=v=>+($===p?.5:($-v)/($-p)).toFixed(4),b=i+21,f=c-30,m=(v,T,H)=>{let j=d.slice(v,T).map((L,z)=>`${v+z+.5},${h(L)}`);return l`<polyline points="${j.join(" ")}" class="${H}" vector-effect="non-scaling-stroke"/>`},w=(v,T,H)=>d.slice(v,T).map((j,L)=>l`<circle cx="${u(v+L+.5)}" cy="${+(b+h(j)*f).toFixed(2)}" r="2.6" class="${H}"/>`),y=s&&s.start+n,k=s&&a===0;return l`<text x="0" y="${i+13}" class="u-halo">${e[a]} <tspan class="u-soft">${Yt(p)} to ${Yt($)} ${o[a]}</tspan></text>
    <svg x="0" y="${b}" width="100%" height="${f}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${m(0,r,"u-line")}
      ${s&&m(s.start,y,"u-line-input")}
      ${k&&m(y-1,s.end,"u-line-output")}
    </svg>
    ${s&&w(s.start,y,"u-dot-input")}
    ${k&&w(y,s.end,"u-dot-output")}`}var Yt=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function Ee(t,e){let o=[1,5,10,20,25,50].find(n=>t/n<=6),s=J.top+J.height;return Array.from({length:Math.ceil(t/o)},(n,r)=>r*o).map(n=>l`<line x1="${e(n+.5)}" x2="${e(n+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${n?e(n+.5):0}" y="${s+17}" text-anchor="${n?"middle":"start"}" class="u-soft">${n||"t = 0"}</text>`)}function He({selected:t,chosen:e,window:o,length:s},n){let r=Math.min(Math.max(e.start+o,.14*s),.86*s);return l`<text x="${n(r)}" dx="-5" y="${W.top-8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${t}]</text>
    <text x="${n(r)}" dx="5" y="${W.top-8}" class="u-strong u-halo u-ink-output">y[${t}]</text>`}function Ne({cut:t,n:e,selected:o,window:s,horizon:n,border:r,length:a},i,c,u){let{start:d,end:p,leaks:$}=t[i],h=Math.min(21,W.height/e),b=+(W.top+i*h).toFixed(2),f=+(h-(h>6?4:h/4)).toFixed(2),m=+(b+f/2).toFixed(2),w=Math.max(d,r),y=p<.76*a?{x:c(p),dx:6,"text-anchor":"start"}:{x:c(d),dx:-6,"text-anchor":"end"},k=Object.entries(y).map(([v,T])=>l` ${v}="${T}"`);return l`<g class="u-bar${i===o&&" u-selected"}${i>1&&" veil-count"}">
    <rect x="${c(d)}" y="${b}" width="${c(s)}" height="${f}" class="u-bar-input"/>
    <line x1="${c(d+s)}" x2="${c(p)}" y1="${m}" y2="${m}" stroke-width="${f}" class="u-bar-output"/>
    ${$&&l`<rect x="${c(w)}" y="${b}" width="${c(p-w)}" height="${f}" fill="url(#${u}-leak)" class="u-bar-leak veil-leak"/>`}
    ${h>=12&&l`<text${k} y="${m+4}" class="u-halo">${i}${$&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${b}" width="100%" height="${+h.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${i}"/>
  </g>`}function Oe({cut:t,n:e},o){let s=W.top+2*Math.min(21,W.height/e)+14;return e>2&&l`<text x="${o(t[2].start)}" y="${s.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function We({length:t,window:e,horizon:o},s,n){return l`<rect x="0" y="${W.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${s(e)}" y="${W.top}" width="${s(t-e)}" height="20" fill="url(#${n}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${W.top+42}" class="u-strong u-ink-gradient">needs ${e+o} values and does not fit</text>`}var Fe={"window first":"window, then split","split first":"split, then window"};function je(t){let{rows:e,length:o,window:s,stride:n,horizon:r,features:a,train:i,order:c,limits:u}=t,d=Math.min(i,o),p=e.map(y=>y.slice(0,a)),$=pt(t),h=$.length,b=Math.min(t.selected,Math.max(0,h-1)),f=$[b]??null,m=f&&f.start+s,w=y=>$.filter(y).length;return{series:p,length:o,window:s,stride:n,horizon:r,features:a,train:i,order:c,limits:u,border:d,cut:$,n:h,selected:b,chosen:f,names:t.names.slice(0,a),units:t.units.slice(0,a),X:f?p.slice(f.start,m):[],y:f?p.slice(m,f.end).map(y=>y[0]):[],nTrain:w(({part:y})=>y==="train"),nTest:w(({part:y})=>y==="test"),nLeak:w(({leaks:y})=>y),firstLeak:$.findIndex(({leaks:y})=>y),notes:Le(t,d)}}function Le({length:t,window:e,horizon:o,order:s},n){return(s==="split first"?[["No training windows","training part",n],["No test windows","test part",t-n]]:[["Nothing to cut","series",t]]).filter(([,,a])=>a<e+o).map(([a,i,c])=>`${a}: window ${e} + horizon ${o} needs at least ${e+o} values; the ${i} has ${c}.`)}function Zt({length:t,window:e,stride:o,horizon:s,features:n,train:r,limits:a,selected:i,n:c}){return{length:F(a.length,t,X(t,"value")),window:F(a.window,e,X(e,"step")),horizon:F(a.horizon,s,X(s,"step")),stride:F(a.stride,o,X(o,"step")),features:F(a.features,n,String(n)),train:F(a.train,r,X(r,"value")),selected:F([0,c-1],i,c?`X[${i}]`:"none")}}function Pe(t,e,o){let s=Zt(t),n=(r,a)=>et(e,r,a,s[r]);return l`<div class="u-controls">
    ${n("length",l`series <i>N</i>`)}
    ${n("window",l`window <i class="role-input">T</i>`)}
    ${n("horizon",l`horizon <i class="role-output">H</i>`)}
    ${n("stride",l`stride <i>s</i>`)}
    ${n("features",l`features <i>d</i>`)}
    ${n("train","train part")}
    ${B(e,"order","order",Fe,t.order)}
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
  </div>`}var Ce=(t,e)=>({series:Jt(t,e),key:Re(t),formula:Be(t),box:Dt(t,e),slice:Ve(t)}),Re=({names:t,nLeak:e})=>l`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${t[0]}.
  <span class="${e?"veil-leak":"u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;function Be({length:t,border:e,window:o,horizon:s,stride:n,features:r,order:a,n:i,nTrain:c,nTest:u,nLeak:d,notes:p}){let $=(m,w)=>l`<tr><th scope="row">${m}</th><td>${w}</td></tr>`,h=(m,w,y,k)=>$(m,w<o+s?l`${O(y,k)} <span class="u-soft">windows: too short</span>`:l`⌊(${w} − ${o} − ${s}) / ${n}⌋ + 1 = ${P("count",l`<b>${O(y,k)}</b>`)}`),b=l`${O("n_train",c)} train, <span class="${d>0&&"u-alarm"}">${O("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${O("n_test",u)} test`,f=m=>`(${m}, ${o}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[h("train",e,"n_train",c),h("test",t-e,"n_test",u)]:[h("all",t,"n",i),$("split",P("leak",b))]}${$("shapes",P("leak",l`X_train <b>${f(c)}</b>, X_test <b>${f(u)}</b>`))}</tbody></table>
    ${p.length>0&&l`<p class="u-note" role="note">${p.join(" ")}</p>`}`}var Kt=t=>M(t,Math.abs(t)<1e4?1:0);function Ve({names:t,units:e,X:o,y:s,window:n,features:r,horizon:a,selected:i,chosen:c}){if(!c)return l`<p class="u-soft">No window, so nothing to show.</p>`;let u=c.start+n;return l`<table class="u-table">
    <caption>X[${i}] has shape (${n}, ${r}), y[${i}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,p)=>l`<th scope="col">${d} <span class="u-soft">${e[p]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${o.map((d,p)=>l`<tr><th scope="row">${c.start+p}</th>${d.map(($,h)=>l`<td>${O(`X.${p}.${h}`,$,Kt($))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${r+1}">to predict</th></tr>${s.map((d,p)=>l`<tr><th scope="row">${u+p}</th><td>${O(`y.${p}`,d,Kt(d))}</td></tr>`)}</tbody>
  </table>`}function ze({length:t,window:e,horizon:o,stride:s,train:n,order:r,nLeak:a}){let i={length:t,window:e,horizon:o,stride:s,order:r};return[{key:"count",locks:!0,moot:r==="split first"||!G(t,e,o,s),about:i,setting:Qt,text:l`A series has ${t} values. Windows of ${X(e,"step")}, each followed by ${X(o,"target")}, start every
        ${s===1?"step":`${s} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Ge},{key:"leak",moot:!a,about:{...i,train:n},setting:Qt,text:l`The windows were cut first, and those that start before value ${n} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"window number, counted from 0",verdict:De}]}var Qt=({length:t,window:e,horizon:o,stride:s,train:n})=>`N = ${t}, T = ${e}, H = ${o}, s = ${s}${n?` and ${X(n,"training value")}`:""}`,Ie=[[({length:t,window:e,horizon:o,stride:s})=>Math.floor((t-e-o)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:o})=>G(t,e,0,o),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:o})=>G(t,e,o),"That is the count for stride 1."]];function Ge({answer:t,about:e}){let{length:o,window:s,horizon:n,stride:r}=e,a=G(o,s,n,r),i=(a-1)*r,c=`The last start that still fits is ${i}: its ${s+n} values end at ${i+s+n-1}, and the series ends at ${o-1}. With starts 0, ${r}, …, ${i} that makes ${i} / ${r} + 1 = ${a}.`;if(t===null)return{right:null,said:`${X(a,"window")}.`,why:c};if(t===a)return{right:!0,said:`You said ${t}, and ${t} it is.`,why:c};let u=Ie.find(([d])=>d(e)===t)?.[1]??"";return{right:!1,said:`You said ${t}; it is ${a}.`,why:`${u} ${c}`}}function De({answer:t,about:e}){let o=pt(e),s=o.flatMap(({leaks:c},u)=>c?[u]:[]),n=Math.min(e.train,e.length),r="Split first and window each part on its own, and no window can leak.",[a]=s,i=`X[${a}] and its targets cover values ${o[a].start} to ${o[a].end-1}; the test part begins at ${n}. ${X(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${r}`;return t===null?{right:null,said:`It is X[${a}].`,why:i}:t===a?{right:!0,said:`You said X[${t}], and that is it.`,why:i}:{right:!1,said:`You said X[${t}]; it is X[${a}].`,why:`${Ue(o,t,a,n)} ${i}`}}function Ue(t,e,o,s){let n=t[e];return n?n.part==="test"?`X[${e}] starts in the test part, where it may be.`:e>o?`X[${e}] leaks too, but not first.`:`X[${e}] ends at value ${n.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function Ye({length:t,features:e,window:o,stride:s,horizon:n,n:r,nLeak:a,nTrain:i,nTest:c,order:u,selected:d,chosen:p,notes:$},h){let b=`A series of ${t} timesteps and ${X(e,"feature")}`;if(!r)return`${b}. ${$.join(" ")}`;let f=`windows of ${X(o,"timestep")} that start every ${s===1?"step":`${s} steps`}, each with its next ${X(n,"value")} as target`;if(h==="count")return`${b}, to be cut into ${f}.`;let m=u==="split first"?`split and then cut into ${i} training and ${c} test`:`cut into ${r}`,w=h==="leak"?"":a?` ${a} of the ${X(i,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.",y=u==="split first"?` Each part is cut on its own; with context, the test could borrow the last ${X(o,"training value")} as inputs.`:"";return`${b}, ${m} ${f}. X[${d}] starts at timestep ${p.start}.${w}${y}`}function Je({cut:t,window:e,horizon:o}){let s=(n,r)=>r===1?String(n):`${n} to ${n+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:n,part:r,leaks:a},i)=>l`<tr><th scope="row">X[${i}]</th><td>${s(n,e)}</td><td>${s(n+e,o)}</td><td>${r}</td><td>${P("leak",a?"yes":"no")}</td></tr>`)}</tbody>
  </table>`}var te={windows:wt,padding:bt},V=t=>te[t.mode],vt={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...te[t.mode].compute({...t,rows:Ke(t)}),mode:t.mode,state:t}},body:(t,e,o)=>V(t).body(t,e,o),slots:(t,e)=>V(t).slots(t,e),controls:t=>V(t).controls(t),questions:t=>V(t).questions(t),describe:(t,e)=>V(t).describe(t,e),numbers:t=>V(t).numbers(t),python:t=>V(t).python(t)};function Ke({series:t,names:e,length:o}){let s=e.length,n=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:o},(r,a)=>e.map((i,c)=>n(a,c)))}var Qe=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],K=20;function ee(t,e,o){let s=getComputedStyle(t),n=[...t.querySelectorAll("svg.u-figure")],r=Math.max(...n.map(p=>p.getBoundingClientRect().width)),a=K,i=(p,$,h)=>ts(p,`${h} ${$}px ${s.fontFamily}`,r).map(b=>(a+=1.4*$,`<text x="${K}" y="${a}" font-family="${I(s.fontFamily)}" font-size="${$}" font-weight="${h}" fill="${s.color}">${I(b)}</text>`)),c=p=>{let $=p.getBoundingClientRect(),h=p.viewBox.baseVal?.width||$.width,{y:b,height:f}=p.getBBox();a+=K;let m={x:K,y:a,width:$.width,height:f*$.width/h,viewBox:`0 ${b} ${h} ${f}`,overflow:"visible"};a+=m.height;let w=es(p);for(let[y,k]of Object.entries(m))w.setAttribute(y,k);return new XMLSerializer().serializeToString(w)},u=[i(e,16,600),i(Ze(t),12.5,400),n.map(c),i(t.querySelector(".u-key").innerText,12.5,400)].flat(),d={width:r+2*K,height:a+K};return`<svg xmlns="http://www.w3.org/2000/svg" width="${d.width}" height="${d.height}" viewBox="0 0 ${d.width} ${d.height}">
<title>${I(e)}</title><desc>${I(o)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
${u.join(`
`)}
</svg>`}function Ze(t){let e=s=>s.textContent.trim(),o={"u-range":s=>`${e(s.querySelector("label"))}: ${e(s.querySelector(".u-amount"))}`,"u-choice":s=>`${e(s.querySelector("legend"))}: ${e(s.querySelector(":checked + span"))}`,"u-toggle":s=>`${e(s)}: ${s.querySelector(":checked")?"on":"off"}`};return[...t.querySelectorAll(".u-controls > *")].map(s=>o[s.className](s)).join(", ")}function ts(t,e,o){let s=document.createElement("canvas").getContext("2d");return s.font=e,t.split(/\s+/).reduce((n,r)=>{let a=`${n.at(-1)??""} ${r}`.trim();return n.length&&s.measureText(a).width<=o?[...n.slice(0,-1),a]:[...n,r]},[])}function es(t){let e=t.cloneNode(!0),o=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,n)=>{let r=getComputedStyle(o[n]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of Qe)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function se(t,e){let o=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:o,download:t}).click(),URL.revokeObjectURL(o)}var oe={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"},ne=["numbers","python"],kt="Answer or skip the question first";function ae(t,e,o="u"){let s=t.compute(e);return re(t,e,s,_t(t,e,s,o),o).toString()}function _t(t,e,o,s){let n=t.questions(o),r=nt(n,e.predictions);return{locked:!!r?.locks,veil:ft(n,e.predictions).map(({key:a})=>a).join(" "),slots:{ask:jt(s,n,e.predictions),caption:l`${t.describe(o,r?.key)}`,...t.slots(o,s)}}}function re(t,e,o,{locked:s,veil:n,slots:r},a){let i=([c,u])=>l`<button type="button" data-action="${c}"${c==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}${ne.includes(c)&&l` aria-disabled="${s}" title="${s?kt:""}"`}>${u}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${n}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(oe).map(i)}</div>
    </header>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${t.lead}</p>
    <div class="u-modes">${B(a,"mode","View",t.modes,e.mode)}</div>
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&l` disabled`}>${t.body(o,a,r)}</fieldset>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}function ie(t,{model:e,el:o}){let s=`u${Math.random().toString(36).slice(2,10)}`,n=()=>Object.fromEntries(t.traits.map(g=>[g,e.get(g)])),r=new AbortController,a=(g,S)=>f.addEventListener(g,S,{signal:r.signal}),i=n(),c=t.compute(i),u=_t(t,i,c,s),d=0,p=0,$=0,h=!1,b=null;o.innerHTML=re(t,i,c,u,s);let f=o.firstElementChild,m=g=>f.querySelector(g);function w(){cancelAnimationFrame(d),d=0;let g=i.mode;i=n(),c=t.compute(i);let S=u.slots;u=_t(t,i,c,s);let{locked:x,veil:A,slots:Q}=u;h&&(Q.ask=S.ask);let St=m("[data-body]");f.dataset.veil!==A&&(f.dataset.veil=A),St.disabled=x,i.mode!==g&&(St.innerHTML=t.body(c,s,Q));for(let[Z,Mt]of Object.entries(Q))S[Z]?.text!==Mt.text&&(m(`[data-slot="${Z}"]`).innerHTML=Mt);H(!x&&!m("[data-slot=numbers]").hidden);for(let Z of ne)m(`[data-action=${Z}]`).ariaDisabled=String(x),m(`[data-action=${Z}]`).title=x?kt:"";m(".u-code").hidden=!0,Ht(f,t.controls(c),i);let Tt=b&&m(`[data-verdict="${b}"]`);b=null,Tt?.focus(),k((Tt??m("[data-slot=caption]")).textContent)}function y(){d||=requestAnimationFrame(w)}function k(g){clearTimeout($),$=setTimeout(()=>m(".u-live").textContent=g,400)}function v(g){for(let[S,x]of Object.entries(g))e.set(S,x);e.save_changes(),!p&&(w(),p=requestAnimationFrame(()=>p=0))}function T(g){let{key:S,about:x}=nt(t.questions(c),i.predictions);b=S,v({predictions:{...i.predictions,[S]:{answer:g,about:x}}})}function H(g){let S=m("[data-slot=numbers]"),x=m("[data-action=numbers]");!g&&S.hidden||(S.hidden=!g,S.innerHTML=g?t.numbers(c):"",x.ariaExpanded=String(g),x.textContent=g?"Hide numbers":oe.numbers)}let j={numbers(){H(m("[data-slot=numbers]").hidden)},async python(){let g=m(".u-code");g.value=t.python(c);try{await navigator.clipboard.writeText(g.value),L("python","Python copied")}catch{g.hidden=!1,g.focus(),g.select(),k("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){se(`${t.kind}.svg`,ee(f,t.title,m("[data-slot=caption]").textContent)),L("svg","SVG saved")},reset(){v({...i.initial,predictions:{}}),L("reset","Reset done")}};function L(g,S){let x=m(`[data-action=${g}]`);x.dataset.done="",x.addEventListener("animationend",()=>delete x.dataset.done,{once:!0}),k(S)}a("input",({target:g})=>{g.dataset.trait&&v({[g.dataset.trait]:Nt(g)})}),a("keydown",g=>{let{target:S,key:x}=g,A={PageUp:5,PageDown:-5}[x];S.type!=="range"||!A||(g.preventDefault(),S.value=Number(S.value)+A,S.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",g=>{g.preventDefault(),T(g.target.querySelector("input").valueAsNumber)}),a("click",({target:g})=>{let S=g.closest("button"),x=g.closest("[data-pick]");S?.ariaDisabled==="true"?(m(".u-question :is(input, button)").focus(),k(kt)):S?.dataset.action?j[S.dataset.action]():S?.dataset.answer?T(S.dataset.answer):S&&"skip"in S.dataset?T(null):x&&!u.locked&&v({[x.dataset.pick]:JSON.parse(x.dataset.to)})}),a("pointerdown",({target:g})=>h=g.type==="range");for(let g of["pointerup","pointercancel"])window.addEventListener(g,()=>{h&&y(),h=!1},{signal:r.signal});let z=t.traits.map(g=>`change:${g}`);for(let g of z)e.on(g,y);return()=>{r.abort(),cancelAnimationFrame(d),cancelAnimationFrame(p),clearTimeout($);for(let g of z)e.off(g,y);o.replaceChildren()}}var ct={[vt.kind]:vt},ss=t=>ct[t.kind].compute(t),to=t=>ct[t.kind].python(ss(t)),eo=(t,e)=>ae(ct[t.kind],t,e),so={render:({model:t,el:e})=>ie(ct[t.get("kind")],{model:t,el:e})};export{ss as compute,so as default,eo as prerender,to as python};
