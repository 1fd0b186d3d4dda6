namespace Atelier.Core.States;

/// <summary>The words of attempt states in the database and on the admin's pages.</summary>
public static class AttemptStates
{
    /// <summary>Whether it may still bring a picture, or a bill.</summary>
    public static bool IsLive(this AttemptState state) => state <= AttemptState.Unknown;

    /// <summary>Snake case, such as <c>not_sent</c>.</summary>
    public static string ToWire(this AttemptState state) => SnakeCase.Of(state);

    /// <summary>The state of this name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static AttemptState Parse(string wire) =>
        SnakeCase.TryParse<AttemptState>(wire) ?? throw new FormatException($"There is no attempt state '{wire}'.");
}
