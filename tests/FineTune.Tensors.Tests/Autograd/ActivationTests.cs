namespace FineTune.Tensors.Tests.Autograd;

public sealed class ActivationTests
{
    // The reference's own GELU (oneDNN) is off by up to 4e-7 from the exact value.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => [.. Activations.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_activation_gives_the_references_results_and_gradients(string name)
    {
        OpsGolden golden = OpsGolden.Load("activations.json", name);
        Tensor x = golden.Leaf("x", new Shape(golden.Floats("x").Length));

        Tensor y = Activations.Get(name)(x);

        golden.Check(y * 1f, Tolerance, ("x", x));
    }

    [Fact]
    public void Softplus_and_LogSigmoid_give_the_references_results_and_gradients()
    {
        OpsGolden softplus = OpsGolden.Load("activations.json", "softplus");
        OpsGolden logSigmoid = OpsGolden.Load("activations.json", "logsigmoid");
        Tensor x = softplus.Leaf("x", new Shape(softplus.Floats("x").Length));
        Tensor z = x.Clone();
        z.RequiresGrad = true;

        softplus.Check(Functional.Softplus(x), Tolerance, ("x", x));
        logSigmoid.Check(Functional.LogSigmoid(z), Tolerance, ("x", z));
    }

    [Fact]
    public void PRelu_learns_its_weight_as_the_reference_does()
    {
        OpsGolden golden = OpsGolden.Load("activations.json", "prelu");
        Tensor x = golden.Leaf("x", new Shape(golden.Floats("x").Length));
        Parameter weight = golden.Parameter("weight", 1);

        golden.Check(Functional.PRelu(x, weight), Tolerance, ("x", x), ("weight", weight));
    }

    [Fact]
    public void XIelu_learns_its_numbers_as_the_reference_does()
    {
        OpsGolden golden = OpsGolden.Load("activations.json", "xielu");
        Tensor x = golden.Leaf("x", new Shape(golden.Floats("x").Length));
        Parameter alphaP = golden.Parameter("alpha_p", 1);
        Parameter alphaN = golden.Parameter("alpha_n", 1);

        golden.Check(Functional.XIelu(x, alphaP, alphaN), 3e-6, ("x", x), ("alpha_p", alphaP), ("alpha_n", alphaN));
    }

    [Fact]
    public void The_names_are_the_references_but_for_those_with_weights()
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(Golden.Text("ops", "activations.json"));
        IEnumerable<string> expected = document.RootElement.EnumerateObject().Select(property => property.Name)
            .Except(["prelu", "xielu", "softplus", "logsigmoid"]);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Activations.Names);
    }

    [Theory]
    [InlineData("prelu", "Functional.PRelu")]
    [InlineData("xielu", "Functional.XIelu")]
    public void Functions_with_weights_are_refused_with_what_to_call(string name, string advice)
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Activations.Get(name));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Activations.Get("gelu2"));

        Assert.Contains("gelu_new", error.Message, StringComparison.Ordinal);
        Assert.Contains("hidden_act", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("gelu_new")]
    [InlineData("laplace")]
    [InlineData("mish")]
    [InlineData("quick_gelu")]
    [InlineData("silu")]
    [InlineData("sqrtsoftplus")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Smooth_activations_have_the_slope_of_their_graph(string name) =>
        GradientCheck.Assert(x => Activations.Get(name)(x[0]), 2e-5, Tensor.From(Numbers.Draw(3, 40, 3f), new Shape(40)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_activation_has_the_same_bits_at_every_width(string name)
    {
        float[] x = Numbers.Draw(5, 1003, 12f);

        Kernels.Widths.AssertAgree(() =>
        {
            Tensor input = Tensor.From(x, new Shape(x.Length));
            input.RequiresGrad = true;
            Tensor y = Activations.Get(name)(input) * 1f;
            y.Sum().Backward();
            return [.. y.ToArray(), .. input.Grad!.ToArray()];
        });
    }
}
