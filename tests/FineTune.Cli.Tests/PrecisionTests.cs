namespace FineTune.Cli.Tests;

/// <summary>Who asks how a run multiplies is told: beforehand, at its start, and afterwards.</summary>
public sealed class PrecisionTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    // Which arithmetic it is depends on the processor.
    private const string Rounded = @"linear layers multiply in bfloat16 \((pairs|tiles)";

    [Fact]
    public void A_plan_a_profile_and_a_card_name_it()
    {
        string[] plan = ["plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", "none"];

        Finished rounded = command.Train("rounded", "--bf16", "--profile");
        Finished single = command.Train("single", "--profile");

        Assert.Matches($"Precision   {Rounded}, ", command.Run([.. plan, "--bf16"]).Output);
        Assert.Contains("Precision   float32", command.Run(plan).Output, StringComparison.Ordinal);
        Assert.Matches($"Precision: {Rounded}, ", rounded.Output + rounded.Errors);
        Assert.Contains("Precision: float32", single.Output + single.Errors, StringComparison.Ordinal);
        Assert.Matches($@"- Precision: {Rounded}\), all else is float32", File.ReadAllText(command.At("rounded", "README.md")));
        Assert.Contains("- Precision: float32", File.ReadAllText(command.At("single", "README.md")), StringComparison.Ordinal);
        Assert.Matches("\nbfloat16         (pairs|tiles), by ", command.Run("info").Output);
    }

    [Fact]
    public void Fp16_is_accepted_and_said_to_be_float32()
    {
        Finished run = command.Train("half", "--fp16");

        Assert.Equal(0, run.Code);
        Assert.Contains("fp16: on a CPU the reference computes in float32 too when this is set", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_precisions_at_once_are_refused()
    {
        Finished run = command.Train("both", "--fp16", "--bf16");

        Assert.NotEqual(0, run.Code);
        Assert.Contains("fp16 and bf16 are both set. Keep one.", run.Errors, StringComparison.Ordinal);
    }
}
