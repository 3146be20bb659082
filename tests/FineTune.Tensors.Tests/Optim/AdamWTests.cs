namespace FineTune.Tests.Optim;

public sealed class AdamWTests
{
    public static TheoryData<string, AdamWOptions> Fused => new()
    {
        { "adamw_fused", new() { Lr = 1e-3, WeightDecay = 0 } },
        { "adamw_fused_decay", new() { Lr = 3e-2, WeightDecay = 0.1 } },
        { "adamw_fused_amsgrad", new() { Lr = 1e-2, Amsgrad = true } },
        { "adamw_fused_betas", new() { Lr = 1e-2, Beta1 = 0.4, Beta2 = 0.95, Eps = 1e-6 } },
        { "adamw_fused_maximize", new() { Lr = 1e-2, Maximize = true } },
    };

    [Theory, MemberData(nameof(Fused))]
    public void Fused_steps_and_state_equal_the_reference_bit_for_bit(string name, AdamWOptions options)
    {
        OptimizerGolden golden = new(name);

        golden.Run(new AdamW([golden.Group], options), OptimizerGolden.Exact);
    }
}
