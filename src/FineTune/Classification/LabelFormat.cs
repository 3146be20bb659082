namespace FineTune;

/// <summary>How the cells of a label column are read.</summary>
public enum LabelFormat
{
    /// <summary>As they look: lists and words between commas are several labels, lists of zeros and ones of one length a place for each label.</summary>
    Auto,

    /// <summary>Each cell is one label, whatever it looks like.</summary>
    Single,

    /// <summary>Lists, and words between commas, name the labels of a row.</summary>
    Names,

    /// <summary>Lists have a zero or a one for each label.</summary>
    MultiHot,
}
