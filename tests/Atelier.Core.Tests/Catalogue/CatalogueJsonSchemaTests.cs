using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using YamlDotNet.RepresentationModel;

namespace Atelier.Core.Tests.Catalogue;

public sealed class CatalogueJsonSchemaTests
{
    // Of some that go together, none is required, and none can be taken away alone.
    private static readonly string[] Pairs = ["retires", "successor", "min", "max", "groups", "adapter"];

    [Fact]
    public void Create_ShippedFile_IsUpToDate()
    {
        var schema = CatalogueJsonSchema.Create();
        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
        {
            File.WriteAllText(ShippedCatalogue.PathOf("schema.json"), schema);
        }

        Assert.True(
            schema == ShippedCatalogue.ReadText("schema.json"),
            "catalog/schema.json is out of date: run this test with ATELIER_WRITE_DOCS=1."
        );
    }

    [Fact]
    public void Create_EveryShippedFile_NamesItForEditors() =>
        Assert.All(
            ShippedCatalogue.Files(),
            file =>
                Assert.StartsWith("# yaml-language-server: $schema=schema.json\n", file.Text, StringComparison.Ordinal)
        );

    // The small catalogue holds every key the schema knows; taking one away must matter to the reader exactly when the
    // schema calls it required.
    [Theory]
    [InlineData("providers", 41)]
    [InlineData("models", 51)]
    [InlineData("styles", 11)]
    [InlineData("sizes", 7)]
    [InlineData("prices", 6)]
    [InlineData("tiers", 4)]
    [InlineData("words", 18)]
    [InlineData("policy", 18)]
    public void Create_KeyTakenAway_IsMissedByReaderAndSchemaAlike(string section, int count)
    {
        var file = SmallCatalogue.Files().Single(file => file.Name == $"{section}.yaml");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(file.Text));
        var keys = KeysOf(
                (JsonObject)JsonNode.Parse(CatalogueJsonSchema.Create())!["properties"]![section]!,
                ((YamlMappingNode)yaml.Documents[0].RootNode)[section]
            )
            .ToList();

        foreach (var (parent, key, isRequired) in keys.Where(key => !Pairs.Contains(key.Key)))
        {
            var value = parent[key];
            parent.Children.Remove(key);
            Assert.True(isRequired == !Loads(file.Name, yaml), $"{section}: {key}");
            parent.Add(key, value);
        }

        Assert.True(Loads(file.Name, yaml));
        Assert.Equal(count, keys.Count);
    }

    private static IEnumerable<(YamlMappingNode Parent, string Key, bool IsRequired)> KeysOf(
        JsonObject schema,
        YamlNode node
    )
    {
        if (node is YamlSequenceNode list)
        {
            return list.Any() ? KeysOf((JsonObject)schema["items"]!, list[0]) : [];
        }

        return node is YamlMappingNode map && schema["properties"] is JsonObject properties
            ? KeysOf(schema, properties, map)
            : [];
    }

    private static IEnumerable<(YamlMappingNode, string, bool)> KeysOf(
        JsonObject schema,
        JsonObject properties,
        YamlMappingNode map
    )
    {
        var required = schema["required"]?.AsArray().Select(key => (string?)key).ToList() ?? [];
        foreach (var (key, value) in properties.ToList())
        {
            yield return (map, key, required.Contains(key));
            foreach (var inner in KeysOf((JsonObject)value!, map[key]))
            {
                yield return inner;
            }
        }

        foreach (var (_, value) in schema["patternProperties"]?.AsObject().ToList() ?? [])
        {
            foreach (var inner in KeysOf((JsonObject)value!, map.Children.First().Value))
            {
                yield return inner;
            }
        }
    }

    private static bool Loads(string name, YamlStream yaml)
    {
        using var text = new StringWriter();
        yaml.Save(text, assignAnchors: false);
        try
        {
            CatalogueReader.Read([
                .. SmallCatalogue
                    .Files()
                    .Select(file => file.Name == name ? file with { Text = text.ToString() } : file),
            ]);
            return true;
        }
        catch (CatalogueException)
        {
            return false;
        }
    }
}
