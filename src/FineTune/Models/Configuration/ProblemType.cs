namespace FineTune;

/// <summary>What the outputs of a classifier of whole texts stand for, and with it the loss.</summary>
public enum ProblemType
{
    /// <summary>Numbers: mean squared error. The reference writes <c>regression</c>.</summary>
    Regression,

    /// <summary>One class a text: cross entropy. The reference writes <c>single_label_classification</c>.</summary>
    SingleLabelClassification,

    /// <summary>Any number of classes a text: binary cross entropy with logits. The reference writes <c>multi_label_classification</c>.</summary>
    MultiLabelClassification,
}
