using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core;
using Atelier.Core.Catalogue;

namespace Atelier.Providers.ComfyUi;

/// <summary>Reads the operator's workflows: for each, <c>NAME.json</c> in API format and <c>NAME.yaml</c> with its slots.</summary>
internal static class WorkflowFolder
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <exception cref="WorkflowException">The folder, or something in it, is wrong; holds all that is.</exception>
    public static IReadOnlyDictionary<string, Workflow> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new WorkflowException([$"{folder}: there is no such folder."]);
        }

        var problems = new List<string>();
        var workflows = new Dictionary<string, Workflow>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (ReadOne(file, problems) is { } workflow)
            {
                workflows.Add(workflow.Name, workflow);
            }
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            if (!File.Exists(Path.ChangeExtension(file, ".json")))
            {
                problems.Add($"{file}: there is no {Path.GetFileNameWithoutExtension(file)}.json beside it.");
            }
        }

        return problems.Count == 0 ? workflows : throw new WorkflowException(problems);
    }

    /// <summary>Whether every offer of the provider names a workflow that can do what it says.</summary>
    /// <exception cref="WorkflowException">One does not.</exception>
    public static void Check(
        IReadOnlyDictionary<string, Workflow> workflows,
        string provider,
        CatalogueSnapshot catalogue
    )
    {
        var problems = new List<string>();
        foreach (var model in catalogue.Models)
        {
            foreach (var offer in model.Offers.Where(offer => offer.Provider == provider))
            {
                var name = ComfyModel.Parse(offer.ProviderModel).Workflow;
                if (!workflows.TryGetValue(name, out var workflow))
                {
                    problems.Add(
                        $"models[{model.Id}]: the offer of {provider} names the workflow {name}, and there are "
                            + $"{(workflows.Count == 0 ? "none" : string.Join(", ", workflows.Keys))}."
                    );
                    continue;
                }

                problems.AddRange(
                    offer
                        .Capabilities.SelectMany(ComfyModel.Needs)
                        .Distinct()
                        .Where(slot => !workflow.Has(slot))
                        .Select(slot =>
                            $"models[{model.Id}]: the workflow {name} has no slot {SnakeCase.Of(slot)}, which what the offer can do needs."
                        )
                );
            }
        }

        if (problems.Count > 0)
        {
            throw new WorkflowException(problems);
        }
    }

    private static Workflow? ReadOne(string file, List<string> problems)
    {
        var before = problems.Count;
        var graph = ReadGraph(file, problems);
        var mapping = Path.ChangeExtension(file, ".yaml");
        if (!File.Exists(mapping))
        {
            problems.Add($"{file}: there is no {Path.GetFileName(mapping)} beside it, which names its slots.");
        }

        if (graph is null || problems.Count > before)
        {
            return null;
        }

        var slots = new SlotReader(mapping, graph, problems).Read();
        return new Workflow(Path.GetFileNameWithoutExtension(file), graph, slots);
    }

    private static JsonObject? ReadGraph(string file, List<string> problems)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                problems.Add($"{file}: is larger than {MostBytes} bytes.");
                return null;
            }

            if (JsonNode.Parse(File.ReadAllText(file)) is not JsonObject { Count: > 0 } graph)
            {
                problems.Add($"{file}: must be an object of nodes.");
                return null;
            }

            var before = problems.Count;
            foreach (var (id, node) in graph)
            {
                if (
                    node is not JsonObject
                    || node["class_type"] is not JsonValue type
                    || type.GetValueKind() != JsonValueKind.String
                    || node["inputs"] is not JsonObject
                )
                {
                    problems.Add(
                        $"{file}: node {id} has no class_type and inputs; save the workflow in ComfyUI by Export (API)."
                    );
                    break;
                }
            }

            return problems.Count == before ? graph : null;
        }
        catch (JsonException exception)
        {
            problems.Add($"{file}:{exception.LineNumber + 1}: is no JSON.");
            return null;
        }
    }
}
