namespace Atelier.Crash.Tests.Benches;

/// <summary>The PostgreSQL of a run, with our schema.</summary>
internal interface ICrashDatabase : IAsyncDisposable
{
    string ConnectionString { get; }

    /// <summary>Stops it; what was committed stays.</summary>
    Task StopAsync();

    /// <summary>Starts it where it was stopped.</summary>
    Task StartAsync();
}
