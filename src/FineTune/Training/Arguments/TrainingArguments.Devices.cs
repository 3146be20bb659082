namespace FineTune;

/// <content>Devices and processes.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether the CPU is used though there is a GPU. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: the CPU is always used.</remarks>
    public bool UseCpu { get; init; }

    /// <summary>Gets how batches are shared out. Default the reference's.</summary>
    public AcceleratorConfig AcceleratorConfig { get; init; } = new();

    /// <summary>Gets how a model is split over devices. Default null.</summary>
    /// <remarks>Refused when set: every process has all parameters.</remarks>
    public string? ParallelismConfig { get; init; }
}
