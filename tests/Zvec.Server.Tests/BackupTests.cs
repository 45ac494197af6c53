using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class BackupTests
{
    private const string Url = "/v1/collections/books";

    [Fact]
    public async Task A_backup_on_the_server_can_be_opened_and_brought_up_to_date()
    {
        string backups = Directory.CreateTempSubdirectory("zvec-backups-").FullName;
        try
        {
            await using TestServer server = await TestServer.StartAsync(options => options.BackupPath = backups);
            await server.CreateBooksAsync(count: 20);
            JsonNode result = await server.AskAsync($"{Url}/backup", """{"name":"nightly"}""");
            Assert.Equal(20, (int)result["documents"]!);
            await server.AskAsync(HttpMethod.Put, $"{Url}/documents", Books.ToJson(Books.Make(30)));
            await server.AskAsync($"{Url}/backup", """{"name":"nightly"}""");
            using Collection backup = Collection.Open(Path.Combine(backups, "nightly"), new CollectionOptions { ReadOnly = true });
            Assert.Equal(30, backup.Count());

            foreach (string name in (string[])["../elsewhere", "/tmp/elsewhere", ".."])
            {
                await TestServer.AssertProblemAsync(
                    await server.PostAsync($"{Url}/backup", $$"""{"name":"{{name}}"}"""),
                    HttpStatusCode.BadRequest,
                    ZvecErrorCode.InvalidArgument);
            }
        }
        finally
        {
            Directory.Delete(backups, recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_folder_for_backups_there_are_none_on_the_server()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 1);
        await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Url}/backup", """{"name":"nightly"}"""), HttpStatusCode.Conflict, ZvecErrorCode.FailedPrecondition);
    }

    [Fact]
    public async Task A_collection_is_downloaded_and_restored_under_another_name()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxBodyBytes = 100_000);
        await server.CreateBooksAsync(count: 200);
        byte[] archive = await server.Client.GetByteArrayAsync($"{Url}/backup");

        using var upload = new ByteArrayContent(archive);
        using HttpResponseMessage restored = await server.Client.PostAsync("/v1/collections/copy/restore", upload);
        Assert.Equal(HttpStatusCode.Created, restored.StatusCode);
        using HttpResponseMessage first = await server.PostAsync($"{Url}/scan", """{"includeVectors":true}""");
        using HttpResponseMessage second = await server.PostAsync("/v1/collections/copy/scan", """{"includeVectors":true}""");
        Assert.Equal(
            (await first.Content.ReadAsStringAsync()).Split('\n').Order(StringComparer.Ordinal),
            (await second.Content.ReadAsStringAsync()).Split('\n').Order(StringComparer.Ordinal));

        using var again = new ByteArrayContent(archive);
        await TestServer.AssertProblemAsync(
            await server.Client.PostAsync($"{Url}/restore", again), HttpStatusCode.Conflict, ZvecErrorCode.AlreadyExists);
        using var broken = new ByteArrayContent(archive[..(archive.Length / 2)]);
        using HttpResponseMessage refused = await server.Client.PostAsync("/v1/collections/broken/restore", broken);
        Assert.False(refused.IsSuccessStatusCode);
        await TestServer.AssertProblemAsync(
            await server.GetAsync("/v1/collections/broken"), HttpStatusCode.NotFound, ZvecErrorCode.NotFound);
    }
}
