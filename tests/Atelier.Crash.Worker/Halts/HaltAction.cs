namespace Atelier.Crash.Worker.Halts;

/// <summary>What a process does with itself at a waypoint, after it has said that it is there.</summary>
internal enum HaltAction
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP; somebody else sends SIGCONT.</summary>
    Freeze,

    /// <summary>That one step waits for the word <c>go</c>; all others go on.</summary>
    Wait,
}
