using System.Text.Json.Nodes;

namespace Atelier.Providers.ComfyUi;

/// <summary>An operator's workflow with the places that requests fill. Values are set as JSON; no text is ever put together.</summary>
/// <param name="Name">As offers name it: the file's, without its ending.</param>
internal sealed record Workflow(
    string Name,
    JsonObject Graph,
    IReadOnlyDictionary<WorkflowSlot, IReadOnlyList<SlotPlace>> Slots
)
{
    public bool Has(WorkflowSlot slot) => Slots.ContainsKey(slot);

    /// <summary>A copy of the graph with these values in their places; what has no place is left out.</summary>
    public JsonObject Fill(IReadOnlyDictionary<WorkflowSlot, JsonNode> values)
    {
        var graph = (JsonObject)Graph.DeepClone();
        foreach (var (slot, value) in values)
        {
            foreach (var place in Slots.GetValueOrDefault(slot) ?? [])
            {
                graph[place.Node]!["inputs"]![place.Input] = value.DeepClone();
            }
        }

        return graph;
    }
}
