"""Vectors that the tests of the neural core are compared with, computed by PyTorch.

Run with Debian's python3-torch (1.13): /usr/bin/python3 make_vectors.py
Writes *.txt beside itself, and the losses of the course program where the program reads them: one vector per line, its
name, then its values. Weights, inputs and targets are not stored: the congruential generator below gives the same floats
here and in Java (Lcg.java).
"""

import math
import os

import numpy as np
import torch
import torch.nn.functional as functional

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = os.path.join(HERE, *[os.pardir] * 6, "main", "resources", "io", "streamgauge")


class Lcg:
    """x <- 1664525 x + 1013904223 mod 2^32; the upper 24 bits make a float in [-1, 1), times a bound in float32."""

    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        unit = np.float32((self.state >> 8) - 2**23) / np.float32(2**23)
        return unit * np.float32(bound)

    def vector(self, size, bound):
        return np.array([self.next(bound) for _ in range(size)], dtype=np.float32)


def write(name, rows, digits):
    with open(os.path.join(HERE, name), "w") as out:
        for key, values in rows:
            out.write(key + "".join(" %.*g" % (digits, float(v)) for v in np.ravel(values)) + "\n")


# (a) 20 steps of every optimiser with every clipping, in float32, from the same gradients. The parameters are those of
# a network of two recurrent layers and a head: 10, 12 and 3 values.

SIZES = [10, 12, 3]
KEPT_STEPS = [1, 2, 3, 10, 20]
RATE = 0.05
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE),
    "sgd-momentum": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9),
    "sgd-nesterov": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9, nesterov=True),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=RATE),
    "rmsprop-momentum": lambda p: torch.optim.RMSprop(p, lr=RATE, alpha=0.9, eps=1e-3, momentum=0.8),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE),
    "adamw": lambda p: torch.optim.AdamW(p, lr=RATE, weight_decay=0.1),
}
CLIPPINGS = {
    "none": lambda p: None,
    "norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 1.0),
    "small-norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 1e-4),
    "value": lambda p: torch.nn.utils.clip_grad_value_(p, 0.5),
    "layer-norm": lambda p: [torch.nn.utils.clip_grad_norm_(one, 1.0) for one in p],
}


def optimizers():
    for name, optimizer_of in OPTIMIZERS.items():
        for clipping, clip in CLIPPINGS.items():
            weights = Lcg(1)
            parameters = [torch.nn.Parameter(torch.from_numpy(weights.vector(n, 0.5))) for n in SIZES]
            gradients = Lcg(2)
            optimizer = optimizer_of(parameters)
            for step in range(1, 21):
                bound = 0.1 if step % 3 == 0 else 2
                for parameter in parameters:
                    parameter.grad = torch.from_numpy(gradients.vector(parameter.numel(), bound))
                clip(parameters)
                optimizer.step()
                if step in KEPT_STEPS:
                    flat = np.concatenate([p.detach().numpy() for p in parameters])
                    yield "%s/%s/%d" % (name, clipping, step), flat


# (b) The weighted mean of every loss over six targets and its gradient with respect to the outputs, in float64.

WEIGHTS = {"equal": [1] * 6, "masked": [1, 0, 1, 1, 0, 1], "weighted": [1, 0.5, 0, 2, 0.25, 3]}
QUANTILES = [0.1, 0.5, 0.9]


def pinball(outputs, target):
    shortfall = target[:, None] - outputs
    q = torch.tensor(QUANTILES, dtype=torch.float64)
    return torch.maximum(q * shortfall, (q - 1) * shortfall).mean(1)


def one(function):
    return lambda outputs, target: function(outputs[:, 0], target, reduction="none")


LOSSES = {
    "mse": (1, "real", one(functional.mse_loss)),
    "mae": (1, "real", one(functional.l1_loss)),
    "huber": (1, "real", lambda o, y: functional.huber_loss(o[:, 0], y, reduction="none", delta=0.7)),
    "pinball": (3, "real", pinball),
    "gaussian": (
        2,
        "real",
        lambda o, y: functional.gaussian_nll_loss(o[:, 0], y, torch.exp(o[:, 1]), reduction="none"),
    ),
    "cross-entropy": (4, "class", lambda o, y: functional.cross_entropy(o, y.long(), reduction="none")),
    "nll": (4, "class", lambda o, y: functional.nll_loss(o, y.long(), reduction="none")),
    "bce": (1, "probability", one(functional.binary_cross_entropy_with_logits)),
}


def target_values(kind, lcg):
    if kind == "real":
        return lcg.vector(6, 2)
    if kind == "class":
        return np.array([(7 * i + 3) % 4 for i in range(6)], dtype=np.float32)
    return np.array([(3 * i) % 5 * 0.25 for i in range(6)], dtype=np.float32)


def losses():
    for name, (width, kind, loss) in LOSSES.items():
        for weighting, weights in WEIGHTS.items():
            lcg = Lcg(3)
            outputs = torch.from_numpy(lcg.vector(6 * width, 3)).double().reshape(6, width).requires_grad_()
            target = torch.from_numpy(target_values(kind, lcg)).double()
            w = torch.tensor(weights, dtype=torch.float64)
            mean = (w * loss(outputs, target)).sum() / w.sum()
            mean.backward()
            yield "%s/%s/value" % (name, weighting), mean.item()
            yield "%s/%s/gradient" % (name, weighting), outputs.grad.numpy()


# (c) Networks of 2 inputs, 3 units and 2 outputs from a state other than zero: outputs, last states and the gradient of
# the mean squared error, in float64 from float32 weights.

INPUTS, UNITS, OUTPUTS = 2, 3, 2
CELLS = {
    "rnn-tanh": lambda *a, **k: torch.nn.RNN(*a, **k),
    "rnn-relu": lambda *a, **k: torch.nn.RNN(*a, nonlinearity="relu", **k),
    "gru": lambda *a, **k: torch.nn.GRU(*a, **k),
    "lstm": lambda *a, **k: torch.nn.LSTM(*a, **k),
}


def draw_parameters(lcg, modules, bound):
    with torch.no_grad():
        for module in modules:
            for parameter in module.parameters():
                values = lcg.vector(parameter.numel(), bound)
                parameter.copy_(torch.from_numpy(values).reshape(parameter.shape))


def initial_state(lcg, cell, layers, batch):
    """Per sequence, layer by layer h, for long short-term memory h then c."""
    parts = 2 if cell == "lstm" else 1
    values = torch.from_numpy(lcg.vector(batch * layers * parts * UNITS, 0.9)).double()
    by_part = values.reshape(batch, layers, parts, UNITS).permute(2, 1, 0, 3).contiguous()
    return (by_part[0], by_part[1]) if parts == 2 else by_part[0]


def flat_state(cell, state):
    by_part = torch.stack(state) if cell == "lstm" else state[None]
    return by_part.permute(2, 1, 0, 3).detach().numpy()


def networks():
    for cell, make in CELLS.items():
        for layers in (1, 2):
            for steps in (1, 2, 7):
                for batch in (1, 2, 3):
                    yield from network(cell, make, layers, steps, batch)


def network(cell, make, layers, steps, batch):
    lcg = Lcg(1000 * layers + 100 * steps + batch)
    rnn = make(INPUTS, UNITS, num_layers=layers, batch_first=True).double()
    head = torch.nn.Linear(UNITS, OUTPUTS).double()
    draw_parameters(lcg, (rnn, head), 0.8)
    x = torch.from_numpy(lcg.vector(batch * steps * INPUTS, 2)).double().reshape(batch, steps, INPUTS)
    y = torch.from_numpy(lcg.vector(batch * steps * OUTPUTS, 2)).double().reshape(batch, steps, OUTPUTS)
    hidden, state = rnn(x, initial_state(lcg, cell, layers, batch))
    outputs = head(hidden)
    functional.mse_loss(outputs, y).backward()
    name = "%s/%d/%d/%d" % (cell, layers, steps, batch)
    yield name + "/outputs", outputs.detach().numpy()
    yield name + "/state", flat_state(cell, state)
    for prefix, module in (("rnn.", rnn), ("head.", head)):
        for parameter_name, parameter in module.named_parameters():
            yield name + "/" + prefix + parameter_name, parameter.grad.numpy()


# (d) The losses of 20 epochs of the course program: a GRU of two layers and 50 units on 32 sequences of 10 steps of 3
# inputs, a linear output at every step, mean squared error, Adam at 1e-3, one update of the whole batch per epoch.


def course():
    for name, dtype in (("float32", torch.float32), ("float64", torch.float64)):
        lcg = Lcg(4)
        rnn = torch.nn.GRU(3, 50, num_layers=2, batch_first=True).to(dtype)
        head = torch.nn.Linear(50, 1).to(dtype)
        draw_parameters(lcg, (rnn, head), 1 / math.sqrt(50))
        x = torch.from_numpy(lcg.vector(32 * 10 * 3, 1)).to(dtype).reshape(32, 10, 3)
        y = torch.from_numpy(lcg.vector(32 * 10, 1)).to(dtype).reshape(32, 10, 1)
        parameters = list(rnn.parameters()) + list(head.parameters())
        optimizer = torch.optim.Adam(parameters, lr=1e-3)
        epochs = []
        for _ in range(20):
            optimizer.zero_grad()
            loss = functional.mse_loss(head(rnn(x)[0]), y)
            loss.backward()
            optimizer.step()
            epochs.append(loss.item())
        yield name, epochs


# (e) The learning rates of 40 steps of every schedule.


def schedules():
    def rates(make, observed=None):
        parameter = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([parameter], lr=0.1)
        schedule = make(optimizer)
        for step in range(40):
            yield optimizer.param_groups[0]["lr"]
            optimizer.step()
            schedule.step() if observed is None else schedule.step(observed[step])

    schedule = torch.optim.lr_scheduler
    noise = Lcg(5)
    observed = [max(0.5, 1 - 0.1 * step) + float(noise.next(0.02)) for step in range(40)]
    yield "cosine", list(rates(lambda o: schedule.CosineAnnealingLR(o, 40, eta_min=0.01)))
    yield "warm-up", list(rates(lambda o: schedule.LinearLR(o, start_factor=1 / 8, total_iters=7)))
    yield "plateau", list(
        rates(
            lambda o: schedule.ReduceLROnPlateau(
                o, factor=0.5, patience=3, threshold=1e-2, cooldown=2, min_lr=0.01
            ),
            observed,
        )
    )


write("optimizers.txt", optimizers(), 9)
write("losses.txt", losses(), 12)
write("networks.txt", networks(), 10)
write(os.path.join(MAIN, "example", "sequence-regression.txt"), course(), 12)
write("schedules.txt", schedules(), 12)
