namespace Atelier.Client.Photos;

/// <summary>Where a task stands; the last two never change again.</summary>
public enum PhotoState
{
    /// <summary>It waits for its turn.</summary>
    Pending,

    /// <summary>It is worked on.</summary>
    Processing,

    /// <summary>The picture is there.</summary>
    Completed,

    /// <summary>There will be no picture; the error says why.</summary>
    Failed,
}
