using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Callbacks;

public sealed class DefaultFlowCallbackTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Flows.Count)];

    private static JsonArray Flows => TrainingGolden.Read("plan.json")["flows"]!.AsArray();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logs_evaluations_and_checkpoints_come_when_the_reference_has_them(int index)
    {
        JsonObject golden = Flows[index]!.AsObject();
        TrainingArguments args = TrainingArguments.FromJson(JsonText.WriteLine(golden["case"])).Resolve();
        TrainerContext context = new(args, new TrainerState { MaxSteps = 10 }, new TrainerControl());
        context.State.ComputeSteps(args, 10);
        DefaultFlowCallback flow = new();

        List<string> trace = [];
        for (int step = 1; step <= 10; step++)
        {
            context.Control.NewStep();
            context.State.GlobalStep = step;
            context.State.EpochValue = step / 5.0;
            flow.OnStepEnd(context);
            trace.Add(Flags(context.Control));
            if (step % 5 == 0)
            {
                context.Control.NewStep();
                flow.OnEpochEnd(context);
                trace.Add("epoch:" + Flags(context.Control).Replace("X", string.Empty, StringComparison.Ordinal));
            }
        }

        Assert.Equal(golden["trace"]!.AsArray().Select(cell => cell!.GetValue<string>()), trace);
        Assert.Equal(
            golden["steps"]!.AsArray().Select(ArgumentValue.Integer),
            [context.State.LoggingSteps, context.State.EvalSteps, context.State.SaveSteps]);
    }

    private static string Flags(TrainerControl control) =>
        (control.ShouldLog ? "L" : "") + (control.ShouldEvaluate ? "E" : "") + (control.ShouldSave ? "S" : "") + (control.ShouldTrainingStop ? "X" : "");
}
