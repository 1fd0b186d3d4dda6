using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate.Finding;

/// <summary>Compares what a prediction shows of its input with what a call sent.</summary>
internal sealed class InputMatch
{
    private readonly ReplicateTask _task;
    private readonly JsonObject _input;
    private readonly HashSet<string> _files;

    public InputMatch(CompiledCall call, int firstSlot)
    {
        _task = ReplicateTask.Of(call);
        _input = _task.InputAt(firstSlot);
        _files = [.. _task.Files.Select(file => file.Name)];
    }

    /// <summary>
    /// Whether the call may have made this prediction: its model, and every input that we sent. The number of pictures is known only
    /// when a call is sent, files have addresses of their own, and what Replicate fills in itself speaks neither way.
    /// </summary>
    public bool Fits(Prediction prediction) =>
        IsModel(prediction)
        && prediction.Input is { } shown
        && _input.All(member => Same(shown, member.Key, member.Value))
        && _files.All(name => shown.TryGetProperty(name, out _));

    /// <summary>Whether nothing can be said of it: its input is gone, and what is left of it does not speak against the call.</summary>
    public bool IsBlind(Prediction prediction) =>
        IsModel(prediction) && (prediction.Input is not { } input || !input.EnumerateObject().Any());

    /// <summary>Whether another call would look the same.</summary>
    public bool IsLike(InputMatch other) =>
        _task.Model == other._task.Model
        && _task.Version == other._task.Version
        && JsonNode.DeepEquals(_input, other._input)
        && _files.SetEquals(other._files);

    /// <summary>Whether it is of the call's model, as far as it tells.</summary>
    public bool IsModel(Prediction prediction) =>
        (prediction.Model is null || prediction.Model == _task.Model)
        && (_task.Version is null || prediction.Version is null or "hidden" || prediction.Version == _task.Version);

    private static bool Same(JsonElement shown, string name, JsonNode? ours) =>
        shown.TryGetProperty(name, out var theirs)
        && JsonNode.DeepEquals(JsonNode.Parse(theirs.GetRawText()), JsonNode.Parse(ours?.ToJsonString() ?? "null"));
}
