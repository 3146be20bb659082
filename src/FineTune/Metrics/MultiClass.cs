namespace FineTune;

/// <summary>How the area under the ROC curve, which is about two classes, is made of more.</summary>
public enum MultiClass
{
    /// <summary>Each class against all others: the mean of as many areas as there are classes.</summary>
    Ovr,

    /// <summary>Each class against each other: the mean over pairs, which does not depend on how frequent classes are.</summary>
    Ovo,
}
