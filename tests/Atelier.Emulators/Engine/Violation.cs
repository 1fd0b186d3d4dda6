namespace Atelier.Emulators.Engine;

/// <summary>A request that broke the wire sheet: which call, which field ("" for the whole), and how.</summary>
public sealed record Violation(int Call, string Operation, string Field, string Message);
