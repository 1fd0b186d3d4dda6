namespace Atelier.Core.States;

/// <summary>The words of states and stages on the wire and in the database.</summary>
public static class GenerationStates
{
    /// <summary>Whether nothing will change any more.</summary>
    public static bool IsTerminal(this GenerationState state) => state >= GenerationState.Complete;

    /// <summary>Snake case, such as <c>post_processing</c>.</summary>
    public static string ToWire(this GenerationState state) => SnakeCase.Of(state);

    /// <summary>Snake case, such as <c>model_inference</c>.</summary>
    public static string ToWire(this GenerationStage stage) => SnakeCase.Of(stage);

    /// <summary>The state of this name; null for any other text.</summary>
    public static GenerationState? TryParse(string wire) => SnakeCase.TryParse<GenerationState>(wire);
}
