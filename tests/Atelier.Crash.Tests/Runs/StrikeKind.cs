namespace Atelier.Crash.Tests.Runs;

/// <summary>What was done to a process.</summary>
internal enum StrikeKind
{
    /// <summary>Killed and started again on its data folder.</summary>
    Restarted,

    /// <summary>Killed and left dead; another one takes over when its leases end.</summary>
    TakenOver,

    /// <summary>Killed as soon as it had been started after another kill.</summary>
    KilledAgain,

    /// <summary>Frozen for longer than its lease.</summary>
    Frozen,

    /// <summary>Its connections to the database cut.</summary>
    Cut,

    /// <summary>The database restarted.</summary>
    DatabaseRestarted,
}
