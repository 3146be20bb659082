namespace FineTune.Tensors.Tests.Autograd;

public sealed class LossTests
{
    private const double Tolerance = 1e-6;
    private const string File = "losses.json";

    [Fact]
    public void CrossEntropy_with_every_option_gives_the_references_loss_and_gradient()
    {
        OpsGolden golden = OpsGolden.Load(File);
        int cases = 0;

        foreach (OpsGolden @case in golden.List("cross_entropy"))
        {
            Tensor x = @case.Leaf("x", new Shape(6, 5));
            Tensor? weight = @case.Flag("weighted") ? Weight(golden) : null;
            Tensor loss = Functional.CrossEntropy(
                x, golden.Longs("target", 6), weight, reduction: Reduction(@case), labelSmoothing: @case.Number("smoothing"));
            @case.Check(loss, Tolerance, ("x", x));
            cases++;
        }

        Assert.Equal(12, cases);
    }

    [Fact]
    public void CrossEntropy_of_ignored_rows_only_is_NaN_with_a_gradient_of_zero()
    {
        OpsGolden golden = OpsGolden.Load(File);
        Tensor x = golden.Leaf("logits", new Shape(6, 5));

        Tensor loss = Functional.CrossEntropy(x, new LongTensor([-100, -100, -100, -100, -100, -100], new Shape(6)));
        loss.Backward();

        Assert.True(golden.List("cross_entropy").Any() && float.IsNaN(loss.Item()));
        Assert.Equal(OpsGolden.Load(File, "all_ignored").Floats("dx"), x.Grad!.ToArray());
    }

    [Theory]
    [InlineData("label_smoother", null)]
    [InlineData("label_smoother_items", 8.0)]
    public void LabelSmoother_gives_the_Trainers_loss(string name, double? items)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(6, 5));

        Tensor loss = Functional.LabelSmoother(x, OpsGolden.Load(File).Longs("target", 6), 0.2, numItemsInBatch: items);

        golden.Check(loss, Tolerance, ("x", x));
    }

    [Theory]
    [InlineData("mse_mean", LossReduction.Mean)]
    [InlineData("mse_sum", LossReduction.Sum)]
    [InlineData("mse_none", LossReduction.None)]
    public void MseLoss_gives_the_references_loss_and_gradients(string name, LossReduction reduction)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(3, 7));
        Tensor t = golden.Leaf("t", new Shape(3, 7));

        golden.Check(Functional.MseLoss(x, t, reduction), Tolerance, ("x", x), ("t", t));
    }

    [Fact]
    public void BinaryCrossEntropyWithLogits_with_every_option_gives_the_references_loss_and_gradient()
    {
        OpsGolden golden = OpsGolden.Load(File);
        int cases = 0;

        foreach (OpsGolden @case in golden.List("bce"))
        {
            Tensor x = @case.Leaf("x", new Shape(3, 5));
            Tensor target = Tensor.From(@case.Floats("t"), new Shape(3, 5));
            Tensor? positive = @case.Text("kind") == "pos_weight" ? Weight(golden) : null;
            Tensor? weight = @case.Text("kind") == "weight" ? Tensor.From([1f, 0.5f, 2f], new Shape(3, 1)) : null;
            @case.Check(Functional.BinaryCrossEntropyWithLogits(x, target, weight, Reduction(@case), positive), Tolerance, ("x", x));
            cases++;
        }

        Assert.Equal(9, cases);
    }

    [Theory]
    [InlineData("focal", false)]
    [InlineData("focal_weighted", true)]
    public void FocalLoss_gives_the_loss_and_gradient_of_its_formula(string name, bool weighted)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(6, 5));
        OpsGolden all = OpsGolden.Load(File);

        golden.Check(Functional.FocalLoss(x, all.Longs("target", 6), 2, weighted ? Weight(all) : null), Tolerance, ("x", x));
    }

    [Fact]
    public void FocalLoss_without_focus_is_the_cross_entropy()
    {
        OpsGolden golden = OpsGolden.Load(File);
        Tensor x = golden.Leaf("logits", new Shape(6, 5));
        LongTensor target = golden.Longs("target", 6);

        Assert.Equal(Functional.CrossEntropy(x, target).Item(), Functional.FocalLoss(x, target, gamma: 0).Item(), 1e-6);
    }

    [Fact]
    public void Losses_have_the_slopes_of_their_graphs()
    {
        LongTensor target = new([1, -100, 0], new Shape(3));
        Tensor binary = Tensor.From([0f, 1f, 1f, 0f, 0.5f, 1f], new Shape(3, 2));

        GradientCheck.Assert(x => Functional.CrossEntropy(x[0], target, labelSmoothing: 0.1), 1e-5, Numbers.Tensor(1, 3, 4));
        GradientCheck.Assert(x => Functional.FocalLoss(x[0], target, 1.5, reduction: LossReduction.None), 2e-5, Numbers.Tensor(2, 3, 4));
        GradientCheck.Assert(x => Functional.MseLoss(x[0], x[1]), 1e-5, Numbers.Tensor(3, 3, 4), Numbers.Tensor(4, 3, 4));
        GradientCheck.Assert(x => Functional.BinaryCrossEntropyWithLogits(x[0], binary), 1e-5, Numbers.Tensor(5, 3, 2));
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_row_and_what_to_do()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Functional.CrossEntropy(Numbers.Tensor(1, 2, 3), new LongTensor([0, 3], new Shape(2))));

        Assert.Contains("label of row 1 is 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("NumLabels = 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_another_shape_are_refused_with_both_shapes()
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(
            () => Functional.MseLoss(Numbers.Tensor(1, 3, 1), Numbers.Tensor(1, 3)));

        Assert.Contains("(3, 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(3)", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Weight(OpsGolden golden) => Tensor.From(golden.Floats("weight"), new Shape(5));

    private static LossReduction Reduction(OpsGolden golden) => Enum.Parse<LossReduction>(golden.Text("reduction"), ignoreCase: true);
}
