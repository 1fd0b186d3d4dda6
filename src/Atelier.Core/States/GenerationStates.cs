namespace Atelier.Core.States;

/// <summary>The words of states and stages on the wire and in the database.</summary>
public static class GenerationStates
{
    /// <summary>Whether nothing will change any more.</summary>
    public static bool IsTerminal(this GenerationState state) => state >= GenerationState.Complete;

    /// <summary>Whether nothing changes before a person decides, which may take a day: waiting for it makes no sense.</summary>
    public static bool AwaitsPerson(this GenerationState state) => state == GenerationState.Review;

    /// <summary>Snake case, such as <c>post_processing</c>.</summary>
    public static string ToWire(this GenerationState state) => SnakeCase.Of(state);

    /// <summary>Snake case, such as <c>model_inference</c>.</summary>
    public static string ToWire(this GenerationStage stage) => SnakeCase.Of(stage);

    /// <summary>Why a generation in this state does not go on: <c>review</c> while a person decides; else null.</summary>
    public static string? ReasonOf(string state) => TryParse(state)?.AwaitsPerson() == true ? state : null;

    /// <summary>The state of this name; null for any other text.</summary>
    public static GenerationState? TryParse(string wire) => SnakeCase.TryParse<GenerationState>(wire);
}
