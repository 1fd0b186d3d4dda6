namespace Atelier.Engine.Tests.Nodes;

/// <summary>What a test wire does with a wish to cancel.</summary>
public enum WireCancel
{
    Cannot,

    /// <summary>It stops, and takes its bill back.</summary>
    Confirms,

    /// <summary>It says no, or nothing, and works on.</summary>
    Ignores,

    /// <summary>It says yes, but the task has just ended and is billed; its adapter sees that.</summary>
    ConfirmsAfterFinishing,
}
