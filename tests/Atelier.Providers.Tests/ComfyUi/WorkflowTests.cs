using System.Text.Json.Nodes;
using Atelier.Providers.ComfyUi;

namespace Atelier.Providers.Tests.ComfyUi;

/// <summary>An operator's workflow is looked at before the first request, and what is wrong with it is told where it stands.</summary>
public sealed class WorkflowTests : IDisposable
{
    private const string Graph = """
        {
          "1": { "class_type": "CLIPTextEncode", "inputs": { "text": "", "clip": ["2", 0] } },
          "2": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "a.safetensors" } }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-workflows-");

    [Fact]
    public void Read_WorkflowsOfTheGuide_AreRight()
    {
        var workflows = WorkflowFolder.Read(ComfyCatalogue.Workflows);

        Assert.Equal(["inpaint", "restyle", "text-to-image", "upscale"], workflows.Keys.Order());
        WorkflowFolder.Check(workflows, "comfyui", ComfyCatalogue.Of());
    }

    [Theory]
    [InlineData("prompt: { node: \"7\", input: text }", "slots.yaml:1: prompt: there is no node 7 in the workflow.")]
    [InlineData(
        "prompt: { node: \"1\", input: txt }",
        "slots.yaml:1: prompt: node 1 (CLIPTextEncode) has no input txt; it has text, clip."
    )]
    [InlineData(
        "prompt: { node: \"1\", input: clip }",
        "slots.yaml:1: prompt: input clip of node 1 (CLIPTextEncode) is tied to another node"
    )]
    [InlineData(
        "prompt: { node: \"1\", input: text }\nprmpt: { node: \"1\", input: text }",
        "slots.yaml:2: prmpt is no slot; allowed are prompt, negative, seed"
    )]
    [InlineData("prompt: \"1\"", "slots.yaml:1: prompt must be { node: \"6\", input: text }")]
    [InlineData("prompt: { node: \"1\", input: text, class: x }", "slots.yaml:1: prompt must be")]
    [InlineData(
        "prompt: [{ node: \"1\", input: text }, { node: \"9\", input: text }]",
        "slots.yaml:1: prompt: there is no node 9"
    )]
    [InlineData("prompt: {", "slots.yaml:2: is no valid YAML.")]
    [InlineData("- prompt", "slots.yaml: must be a block of slots.")]
    public void Read_WrongSlots_NameFileNodeAndSlot(string slots, string message)
    {
        Write("slots.json", Graph);
        Write("slots.yaml", slots);

        AssertWrong(message);
    }

    [Theory]
    [InlineData("{", "slots.json:1: is no JSON.")]
    [InlineData("[]", "slots.json: must be an object of nodes.")]
    [InlineData(
        """{ "nodes": [], "links": [], "version": 0.4 }""",
        "slots.json: node nodes has no class_type and inputs; save the workflow in ComfyUI by Export (API)."
    )]
    [InlineData("""{ "1": { "class_type": 7, "inputs": {} } }""", "slots.json: node 1 has no class_type")]
    public void Read_WrongWorkflow_SaysWhatItMustBe(string graph, string message)
    {
        Write("slots.json", graph);
        Write("slots.yaml", "prompt: { node: \"1\", input: text }");

        AssertWrong(message);
    }

    [Fact]
    public void Read_OneOfTheTwoFiles_NamesTheOther()
    {
        Write("a.json", Graph);
        Write("b.yaml", "{}");

        AssertWrong("there is no a.yaml beside it");
        AssertWrong("there is no b.json beside it");
    }

    [Fact]
    public void Read_NoFolder_NamesIt() =>
        Assert.Contains(
            "there is no such folder",
            Assert.Throws<WorkflowException>(() => WorkflowFolder.Read(Path.Combine(_folder.FullName, "no"))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("text-to-image", "inpaint", "the workflow text-to-image has no slot image")]
    [InlineData("inpaint", "nothing", "names the workflow inpaint, and there are nothing, text-to-image")]
    public void Check_OfferThatNeedsMore_NamesModelAndSlot(string from, string to, string message)
    {
        foreach (var name in (string[])["text-to-image", "inpaint"])
        {
            var other = name == from && to == "nothing" ? to : name;
            foreach (var ending in (string[])[".json", ".yaml"])
            {
                var source = Path.Combine(
                    ComfyCatalogue.Workflows,
                    (other == "inpaint" ? "text-to-image" : name) + ending
                );
                File.Copy(source, Path.Combine(_folder.FullName, other + ending));
            }
        }

        var problem = Assert.Throws<WorkflowException>(() =>
            WorkflowFolder.Check(WorkflowFolder.Read(_folder.FullName), "comfyui", ComfyCatalogue.Of())
        );

        Assert.Contains(
            message.Replace("text-to-image has no", "inpaint has no", StringComparison.Ordinal),
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("models[comfy-model]", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_WordsThatLookLikeJson_StayWords()
    {
        Write("slots.json", Graph);
        Write("slots.yaml", "prompt: { node: \"1\", input: text }");
        const string words = """a fox", "clip": ["9", 0], "x": "{prompt} %prompt% ${7*7}\u0022 </text>""";

        var graph = WorkflowFolder
            .Read(_folder.FullName)["slots"]
            .Fill(new Dictionary<WorkflowSlot, JsonNode> { [WorkflowSlot.Prompt] = words });

        var read = JsonNode.Parse(graph.ToJsonString())!;
        Assert.Equal(words, (string?)read["1"]!["inputs"]!["text"]);
        read["1"]!["inputs"]!["text"] = "";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Graph), read), read.ToJsonString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private void AssertWrong(string message) =>
        Assert.Contains(
            Assert.Throws<WorkflowException>(() => WorkflowFolder.Read(_folder.FullName)).Problems,
            problem => problem.Contains(message, StringComparison.Ordinal)
        );
}
