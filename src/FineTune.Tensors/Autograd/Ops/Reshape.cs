namespace FineTune.Autograd;

/// <summary>The same numbers under another shape; <c>dx = dy</c> under x's shape. The two share memory.</summary>
internal sealed class Reshape : Operation
{
    private Reshape(Tensor x)
        : base(x)
    {
    }

    public static Tensor Apply(Tensor x, Shape shape)
    {
        Tensor y = x.View(shape);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Reshape(x);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients) =>
        gradients.Add(Inputs[0], outputGradient.View(Inputs[0].Shape));
}
