using FineTune.Training;

namespace FineTune;

/// <content>The model card.</content>
public partial class Trainer
{
    /// <summary>
    /// Writes <c>README.md</c> into the run's folder: what the model is, its labels with examples, its results, how to use it, the data, the
    /// hyper-parameters, the table of evaluations, hardware and versions, below a header the Hub understands.
    /// </summary>
    /// <remarks>
    /// Unlike the reference's, a card whose text was changed, or that was not written by FineTune, stays as it is. When a card is written
    /// again, tags and whatever else was added to its header are kept.
    /// </remarks>
    /// <param name="options">What the Trainer cannot know. Default null: nothing more.</param>
    /// <returns>Whether it was written (by the first of several processes); false when somebody else's text is there.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public bool CreateModelCard(ModelCardOptions? options = null)
    {
        Initialize();
        if (!Saves)
        {
            return true;
        }

        string path = Path.Combine(Args.OutputDir, ModelCardFile.FileName);
        ModelCard card = new(this, options ?? new ModelCardOptions());
        ModelCardHeader header = card.Header();
        if (!ModelCardFile.TryMerge(path, header))
        {
            Messages.Warning(LogEvent.ModelCard, $"{path} was written or changed by somebody else and stays as it is. Move it away to have the model card written.");
            return false;
        }

        Files.WriteText(path, ModelCardFile.Compose(header, card.Body()));
        return true;
    }
}
