namespace Atelier.Server.Photos;

/// <summary>What a sweep removed.</summary>
/// <param name="Success">Whether nothing failed.</param>
/// <param name="FailedSessions">Sessions that could not be removed and are tried again.</param>
internal sealed record CleanupView(
    bool Success,
    int RemovedSessions,
    long RemovedImages,
    long RemovedFiles,
    long RemovedPrompts,
    int FailedSessions
);
