/** A GRU of the variant `original` for PyTorch, which has only the other one. */
export const originalGru = `class OriginalGRU(nn.Module):
    """The GRU of Cho et al. 2014. The reset gate is applied before the matrix product and z is the share that is
    written, so nn.GRU computes something else; the names and shapes of the weights are the same."""

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, bidirectional=False):
        super().__init__()
        self.hidden_size, self.num_layers, self.bias = hidden_size, num_layers, bias
        self.directions = ["", "_reverse"] if bidirectional else [""]
        for layer in range(num_layers):
            for direction in self.directions:
                width = input_size if layer == 0 else len(self.directions) * hidden_size
                for kind, size in [("ih", width), ("hh", hidden_size)]:
                    weight = torch.zeros(3 * hidden_size, size)
                    self.register_parameter(f"weight_{kind}_l{layer}{direction}", nn.Parameter(weight))
                    if bias:
                        vector = nn.Parameter(torch.zeros(3 * hidden_size))
                        self.register_parameter(f"bias_{kind}_l{layer}{direction}", vector)

    def forward(self, x, h_0=None):
        """x: [batch, time, input_size], h_0: [layers * directions, batch, hidden_size]; returns as nn.GRU does."""
        last = []
        for layer in range(self.num_layers):
            outputs = []
            for direction in self.directions:
                h = x.new_zeros(len(x), self.hidden_size) if h_0 is None else h_0[len(last)]
                states = self.run(x, h, f"l{layer}{direction}", backward=direction != "")
                outputs.append(torch.stack(states, dim=1))  # [batch, time, hidden_size]
                last.append(states[0] if direction else states[-1])
            x = torch.cat(outputs, dim=-1)  # [batch, time, directions * hidden_size]
        return x, torch.stack(last)

    def run(self, x, h, name, backward):
        """The states of all steps, each [batch, hidden_size]."""
        w_ih, w_hh = getattr(self, f"weight_ih_{name}"), getattr(self, f"weight_hh_{name}")
        b_ih = getattr(self, f"bias_ih_{name}") if self.bias else None
        b_r, b_z, b_n = getattr(self, f"bias_hh_{name}").chunk(3) if self.bias else (None, None, None)
        w_r, w_z, w_n = w_hh.chunk(3)  # [hidden_size, hidden_size] each
        x_r, x_z, x_n = F.linear(x, w_ih, b_ih).chunk(3, dim=-1)  # [batch, time, hidden_size] each
        steps = range(x.shape[1])
        states = [None] * len(steps)
        for t in reversed(steps) if backward else steps:
            r = torch.sigmoid(x_r[:, t] + F.linear(h, w_r, b_r))
            z = torch.sigmoid(x_z[:, t] + F.linear(h, w_z, b_z))
            n = torch.tanh(x_n[:, t] + F.linear(r * h, w_n, b_n))
            h = (1 - z) * h + z * n
            states[t] = h
        return states`;
