namespace FineTune.Training;

/// <summary>What the batches of an optimizer step are together, those of all processes counted.</summary>
/// <param name="Batches">How many there are.</param>
/// <param name="Rounds">How many the process with the most has.</param>
/// <param name="Items">How many labels they have, those ignored not counted.</param>
/// <param name="Weight">What they weigh by a loss with class weights; null without one.</param>
internal readonly record struct StepTotals(int Batches, int Rounds, long Items, double? Weight);
