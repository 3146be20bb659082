using FineTune.Optim;

namespace FineTune.Training;

/// <summary>The steps of a process by itself.</summary>
internal sealed class OwnStep(Trainer trainer, IReadOnlyList<Parameter> parameters) : StepExchange
{
    private readonly EarlyNorms _norms = new(parameters);

    public override StepTotals Begin(IReadOnlyList<Batch> batches, CancellationToken cancellation) =>
        new(batches.Count, batches.Count, ItemCount.Of(batches), trainer.ClassificationLoss?.WeightOf(batches));

    public override void BeginBatch(bool isLast) => trainer.BeforeBackward = isLast && trainer.GoesBackOnce ? _norms.Begin : null;

    public override void GiveUp()
    {
        trainer.BeforeBackward = null;
        _norms.End();
    }

    public override void ThrowIfCancelled(CancellationToken cancellation) => cancellation.ThrowIfCancellationRequested();

    public override void Add(Batch batch, float loss)
    {
        if (!trainer.Progress.AddLoss(loss, trainer.State.GlobalStep, trainer.Args.LoggingNanInfFilter))
        {
            throw NonFinite.Loss(trainer, batch, loss);
        }
    }

    public override bool End(bool leaves)
    {
        GiveUp();
        return leaves;
    }

    public override NonFiniteLossException BadGradient(IReadOnlyList<Batch> batches, float norm) => NonFinite.Gradient(trainer, batches.SelectMany(batch => batch.Rows ?? []), norm);

    public override bool Agree(bool isTimeOver = false) => isTimeOver;
}
