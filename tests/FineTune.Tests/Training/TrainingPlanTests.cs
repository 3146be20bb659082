using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class TrainingPlanTests
{
    [Fact]
    public void Plans_are_the_references_for_every_row_of_its_table()
    {
        foreach (JsonNode? row in TrainingGolden.Read("plan.json")["plans"]!.AsArray())
        {
            double[] cells = [.. row!.AsArray().Select(cell => cell is JsonValue v && v.TryGetValue(out bool b) ? (b ? 1 : 0) : ArgumentValue.Real(cell))];
            TrainingArguments args = new()
            {
                PerDeviceTrainBatchSize = (int)cells[1],
                GradientAccumulationSteps = (int)cells[2],
                NumTrainEpochs = cells[3],
                MaxSteps = (int)cells[4],
            };

            TrainingPlan plan = TrainingPlan.For(args, (int)cells[6], (long)cells[0], (int)cells[1]);

            Assert.Equal(cells[7..], Numbers(plan));
        }
    }

    [Fact]
    public void Data_without_a_length_is_repeated_until_the_steps_are_done()
    {
        double[] expected = [.. TrainingGolden.Read("plan.json")["stream"]!.AsArray().Select(ArgumentValue.Real)];
        TrainingArguments args = new() { MaxSteps = 6, GradientAccumulationSteps = 2, PerDeviceTrainBatchSize = 4 };

        TrainingPlan plan = TrainingPlan.For(args, null, null, 4);

        Assert.Equal(expected, Numbers(plan));
    }

    [Fact]
    public void Data_without_a_length_needs_a_number_of_steps()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TrainingPlan.For(new(), null, null, 8));

        Assert.Contains("Set max_steps", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_data_is_an_error_that_names_the_ways_out()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TrainingPlan.For(new(), 0, 0, 8));

        Assert.Contains("dataloader_drop_last", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_step_of_an_epoch_takes_the_batches_that_are_left()
    {
        TrainingPlan plan = TrainingPlan.For(new() { GradientAccumulationSteps = 4 }, 10, 80, 8);

        Assert.Equal([4, 4, 2], Enumerable.Range(0, 3).Select(plan.BatchesOf));
        Assert.Equal([3, 7, 9], Enumerable.Range(0, 10).Where(batch => plan.EndsUpdate(batch)));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0, 8)]
    [InlineData(3, 1, 0)]
    [InlineData(7, 2, 4)]
    public void A_number_of_steps_has_one_place_in_the_data(int steps, int epoch, int batches)
    {
        TrainingPlan plan = TrainingPlan.For(new() { GradientAccumulationSteps = 4 }, 10, 80, 8);

        Assert.Equal((epoch, batches), plan.PositionAfter(steps));
    }

    private static double[] Numbers(TrainingPlan plan) =>
    [
        plan.NumTrainEpochs, plan.UpdateStepsPerEpoch, plan.NumExamples, plan.NumTrainSamples, plan.TotalTrainBatchSize, plan.StepsInEpoch,
        plan.MaxSteps,
    ];
}
