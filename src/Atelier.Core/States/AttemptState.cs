namespace Atelier.Core.States;

/// <summary>Where one paid POST stands; the last four never change again.</summary>
public enum AttemptState
{
    /// <summary>Committed to, perhaps being sent.</summary>
    Intent,

    /// <summary>The provider works on it and gave its task a name.</summary>
    Submitted,

    /// <summary>All of the answer is in the spool.</summary>
    Answered,

    /// <summary>It may have been sent; nobody knows what became of it.</summary>
    Unknown,

    Succeeded,
    Failed,

    /// <summary>Nothing reached the provider.</summary>
    NotSent,

    /// <summary>The operator gave up finding out.</summary>
    WrittenOff,
}
