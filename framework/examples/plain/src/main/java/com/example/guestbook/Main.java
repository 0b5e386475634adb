package com.example.guestbook;

import com.example.guestbook.GuestBook.Entry;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HookPoint;
import io.weft.hook.Verdict;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Opens a guest book, signs it before and while a handler looks on, and closes it.
final class Main {

    private static final Verdict ADVERTISEMENT = Verdict.drop("advertisement");

    private Main() { }

    public static void main(String[] arguments) throws Exception {
        try (GuestBook book = new GuestBook(0)) {
            sign(book, "Ada", "buy my engine");
            HookPoint<Entry> signing = book.hooks().at("SIGN", Entry.class);
            signing.attach(0, "no advertisements", entry -> entry.text().contains("buy") ? ADVERTISEMENT : Verdict.ACCEPT);
            sign(book, "Ada", "buy my engine");
            sign(book, "Grace", "a nice place");
            for (HandlerInfo handler : signing.handlers()) {
                System.out.println(handler.name() + ": " + handler.accepted() + " accepted, " + handler.dropped() + " dropped");
            }
        }
    }

    private static void sign(GuestBook book, String guest, String text) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(book.address().resolve(guest)).POST(HttpRequest.BodyPublishers.ofString(text)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body());
    }
}
