namespace FineTune.Kernels;

/// <summary>What an optimizer does to one element (a group of lanes), given its gradient and up to three remembered numbers.</summary>
internal interface IUpdateRule
{
    /// <summary>Changes the parameter and what is remembered; numbers without memory are zeros, and changes to them are dropped.</summary>
    void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>;
}
