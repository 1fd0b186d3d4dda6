namespace Atelier.Data.Attempts;

/// <summary>What came of writing a step.</summary>
public enum StepOutcome
{
    Written,

    /// <summary>Somebody else has the generation; nothing was written.</summary>
    Lost,

    /// <summary>The next call may cost more than the budget or the caller's cap leaves; nothing was written.</summary>
    NoRoom,
}
