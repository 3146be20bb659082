namespace FineTune;

/// <summary>How gradients travel between processes. In JSON and on the command line: no, bf16.</summary>
public enum DdpCommHook
{
    /// <summary>In float32.</summary>
    No,

    /// <summary>Rounded to bfloat16, in half as many bytes; they are added in float32.</summary>
    Bf16,
}
