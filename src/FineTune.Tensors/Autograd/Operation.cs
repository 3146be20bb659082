namespace FineTune.Autograd;

/// <summary>A <see cref="Node"/> that keeps its inputs in an array, leaving out those that were not given.</summary>
internal abstract class Operation : Node
{
    private readonly Tensor[] _inputs;

    protected Operation(params ReadOnlySpan<Tensor?> inputs)
    {
        int count = 0;
        foreach (Tensor? input in inputs)
        {
            count += input is null ? 0 : 1;
        }

        _inputs = new Tensor[count];
        foreach (Tensor? input in inputs)
        {
            if (input is not null)
            {
                _inputs[^count--] = input;
            }
        }
    }

    public sealed override ReadOnlySpan<Tensor> Inputs => _inputs;
}
