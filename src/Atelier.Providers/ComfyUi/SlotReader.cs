using System.Text.Json.Nodes;
using Atelier.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Atelier.Providers.ComfyUi;

/// <summary>Reads the slots of one workflow; what is wrong is told with file, line, slot and node.</summary>
internal sealed class SlotReader(string file, JsonObject graph, List<string> problems)
{
    private readonly Dictionary<WorkflowSlot, IReadOnlyList<SlotPlace>> _slots = [];

    public IReadOnlyDictionary<WorkflowSlot, IReadOnlyList<SlotPlace>> Read()
    {
        if (Parse() is not { } root)
        {
            return _slots;
        }

        foreach (var (key, value) in root.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (SnakeCase.TryParse<WorkflowSlot>(name) is not { } slot)
            {
                var slots = string.Join(", ", SnakeCase.All<WorkflowSlot>());
                problems.Add($"{file}:{key.Start.Line}: {name} is no slot; allowed are {slots}.");
            }
            else
            {
                _slots[slot] = [.. Places(value).Select(place => ReadPlace(name, place)).OfType<SlotPlace>()];
            }
        }

        return _slots;
    }

    private static IEnumerable<YamlNode> Places(YamlNode value) =>
        value is YamlSequenceNode list ? list.Children : [value];

    private SlotPlace? ReadPlace(string slot, YamlNode place)
    {
        if (
            place is not YamlMappingNode map
            || Text(map, "node") is not { } node
            || Text(map, "input") is not { } input
            || map.Children.Count != 2
        )
        {
            problems.Add(
                $"{file}:{place.Start.Line}: {slot} must be {{ node: \"6\", input: text }}, or a list of such."
            );
            return null;
        }

        if (graph[node] is not JsonObject found)
        {
            problems.Add($"{file}:{place.Start.Line}: {slot}: there is no node {node} in the workflow.");
            return null;
        }

        var type = (string?)found["class_type"];
        if (found["inputs"]![input] is not { } now)
        {
            var inputs = string.Join(", ", found["inputs"]!.AsObject().Select(known => known.Key));
            problems.Add(
                $"{file}:{place.Start.Line}: {slot}: node {node} ({type}) has no input {input}; it has {inputs}."
            );
            return null;
        }

        if (now is JsonArray)
        {
            problems.Add(
                $"{file}:{place.Start.Line}: {slot}: input {input} of node {node} ({type}) is tied to another node; name that one."
            );
            return null;
        }

        return new SlotPlace(node, input);
    }

    private static string? Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var value)
        && value is YamlScalarNode { Value.Length: > 0 } text
            ? text.Value
            : null;

    private YamlMappingNode? Parse()
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return root;
            }

            problems.Add($"{file}: must be a block of slots.");
        }
        catch (YamlException exception)
        {
            problems.Add($"{file}:{exception.Start.Line}: is no valid YAML.");
        }

        return null;
    }
}
